package public

// Result is what has been published of an instance.
type Result struct {
	Instance string
	// Best is the best known cost, and Bound the highest published bound.
	Best, Bound int64
	// Timed are results within a time, by the names of Timed; 0 where there is none.
	Timed []int64
}

// Timed are the names of the published results within a time, method by method.
func Timed(suite string) []string {
	switch suite {
	case "curtois":
		return []string{"ejection chains 10 min", "ejection chains 60 min", "Gurobi 5.6 10 min", "Gurobi 5.6 60 min", "branch and price",
			"IP/VNS 10 min", "IP/VNS 60 min", "CPLEX 22.1 25 min"}
	case "inrc2":
		return []string{"one ALNS run, weeks x (60 + 6N) s"}
	}
	return nil
}

// Published are the published results of a suite, in the order of its tables:
//
//   - curtois: Curtois and Qu 2014 (ejection chains, Gurobi, branch and price),
//     Rahimian and others 2017 (IP/VNS), schedulingbenchmarks.org (best and bounds);
//   - inrc2: all weeks known; Legrain and others (24 hours of branch and price,
//     ALNS);
//   - inrc2-dynamic: week by week; the best of all teams of the competition.
func Published(suite string) []Result {
	switch suite {
	case "curtois":
		return []Result{
			{"Instance1", 607, 607, []int64{607, 607, 607, 607, 607, 607, 607, 607}},
			{"Instance2", 828, 828, []int64{923, 837, 828, 828, 828, 828, 828, 828}},
			{"Instance3", 1001, 1001, []int64{1003, 1003, 1001, 1001, 1001, 1001, 1001, 1001}},
			{"Instance4", 1716, 1716, []int64{1719, 1718, 1716, 1716, 1716, 1716, 1716, 1716}},
			{"Instance5", 1143, 1143, []int64{1439, 1358, 1143, 1143, 1160, 1143, 1143, 1143}},
			{"Instance6", 1950, 1950, []int64{2344, 2258, 1950, 1950, 1952, 1950, 1950, 1950}},
			{"Instance7", 1056, 1056, []int64{1284, 1269, 1056, 1056, 1058, 1056, 1056, 1056}},
			{"Instance9", 439, 439, []int64{474, 463, 439, 439, 439, 439, 439, 439}},
			{"Instance10", 4631, 4631, []int64{4999, 4797, 4631, 4631, 4631, 4631, 4631, 4631}},
			{"Instance11", 3443, 3443, []int64{3967, 3661, 3443, 3443, 3443, 3443, 3443, 3443}},
			{"Instance14", 1278, 1278, []int64{2542, 1847, 1482, 1280, 0, 1281, 1279, 1382}},
			{"Instance16", 3225, 3225, []int64{4343, 4048, 3521, 3233, 3323, 3306, 3225, 0}},
		}
	case "inrc2":
		return []Result{
			{"n030w4_1_6-2-9-1", 1685, 1615, []int64{1695}},
			{"n030w4_1_6-7-5-3", 1840, 1740, []int64{1890}},
			{"n030w8_1_2-7-0-9-3-6-0-6", 2070, 1920, []int64{2070}},
			{"n030w8_1_6-7-5-3-5-6-2-9", 1735, 1620, []int64{1735}},
			{"n040w4_0_2-0-6-1", 1640, 1335, []int64{1685}},
			{"n040w4_2_6-1-0-6", 1865, 1570, []int64{1890}},
			{"n060w4_1_6-1-1-5", 2465, 2380, []int64{2505}},
			{"n060w4_1_9-6-3-8", 2730, 2615, []int64{2750}},
			{"n100w4_0_1-1-0-8", 1230, 1055, []int64{1245}},
			{"n100w4_2_0-6-4-6", 1855, 1470, []int64{1950}},
		}
	case "inrc2-dynamic":
		var out []Result
		for i, best := range []int64{1755, 1935, 2340, 1900, 1730, 1880, 2815, 2950, 1445, 2100} {
			out = append(out, Result{Instance: Published("inrc2")[i].Instance, Best: best})
		}
		return out
	}
	return nil
}
