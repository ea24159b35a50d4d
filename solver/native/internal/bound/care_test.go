package bound

import (
	"context"
	"fmt"
	"testing"

	"github.com/carerota/carerota/solver/internal/toys"
)

func BenchmarkShortage(b *testing.B) {
	for _, c := range []struct {
		workers, clients, days int
		slack                  float64
	}{{60, 25, 14, 1.1}, {60, 25, 14, 0.95}, {200, 80, 28, 1.1}, {200, 80, 28, 1.0}, {200, 80, 28, 0.95}, {2000, 800, 28, 1.05}, {2000, 800, 28, 0.98}} {
		b.Run(fmt.Sprintf("workers=%d/clients=%d/days=%d/slack=%v", c.workers, c.clients, c.days, c.slack), func(b *testing.B) {
			m := toys.Care(c.workers, c.clients, c.days, c.slack, 1)
			for b.Loop() {
				k, err := New(b.Context(), m)
				if err != nil {
					b.Fatal(err)
				}
				rep := k.Shortage(context.Background(), nil)
				b.ReportMetric(float64(rep.Cost[0])/60, "h-critical")
				b.ReportMetric(float64(rep.Cost[1])/60, "h-essential")
				b.ReportMetric(float64(rep.Cost[2])/60, "h-desirable")
				b.ReportMetric(float64(len(m.Tasks)), "tasks")
			}
		})
	}
}
