package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/bench/absences"
	"github.com/carerota/carerota/bench/care"
	"github.com/carerota/carerota/bench/rows"
)

// absencesEach is how many absences are repaired of each shape and seed.
const absencesEach = 20

// runRepairs repairs planted rotas after one absence, again and again, and prints a line a shape.
func (s settings) runRepairs(ctx context.Context, out, errs io.Writer) error {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return err
	}
	lines := rows.TableHead("shape", "absences", "median ms", "worst ms", "changed shifts, median / most", "proved least", "something stays short")
	for _, name := range strings.Split(s.shapes, ",") {
		name = strings.TrimSpace(name)
		var all []absences.Repaired
		for _, seed := range seeds {
			pl, err := care.Plant(name, seed)
			if err != nil {
				return err
			}
			part, err := absences.Repairs(ctx, pl.Problem, pl.Hidden, seed, absencesEach)
			if err != nil {
				return err
			}
			all = append(all, part...)
		}
		lines = append(lines, repairLine(name, all))
		fmt.Fprintln(errs, lines[len(lines)-1])
	}
	_, err = fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

func repairLine(name string, all []absences.Repaired) string {
	var took []time.Duration
	var changes []int
	proved, short := 0, 0
	for _, r := range all {
		took, changes = append(took, r.Took), append(changes, r.Changes)
		if r.Proved {
			proved++
		}
		if r.Short {
			short++
		}
	}
	slices.Sort(took)
	slices.Sort(changes)
	ms := func(d time.Duration) string { return fmt.Sprintf("%.0f", float64(d.Microseconds())/1000) }
	k := len(all) / 2
	return rows.TableLine(name, fmt.Sprint(len(all)), ms(took[k]), ms(took[len(all)-1]), fmt.Sprintf("%d / %d", changes[k], changes[len(all)-1]), fmt.Sprint(proved), fmt.Sprint(short))
}

// oneIn is how many absences of two days there are for each that suite least tries.
const oneIn = 7

// runLeast holds what repairs of planted rotas leave open against solves of the changed problems, and
// prints a line a shape. The rotas are the planted ones.
func (s settings) runLeast(ctx context.Context, out, errs io.Writer) error {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return err
	}
	budgets, err := s.budgets()
	if err != nil {
		return err
	}
	lines := rows.TableHead("shape", "absences", "more open than a solve finds", "hours more", "less open", "proved least", "longest repair, s")
	for _, name := range strings.Split(s.shapes, ",") {
		name = strings.TrimSpace(name)
		var all absences.LeastRow
		for _, seed := range seeds {
			pl, err := care.Plant(name, seed)
			if err != nil {
				return err
			}
			row, err := absences.Least(ctx, pl.Problem, pl.Hidden, oneIn, absences.Effort{Long: budgets[0].time})
			if err != nil {
				return err
			}
			all.Add(row)
		}
		lines = append(lines, rows.TableLine(name, fmt.Sprint(all.Tried), fmt.Sprint(all.More), fmt.Sprint(all.HoursMore), fmt.Sprint(all.Fewer), fmt.Sprint(all.Least), fmt.Sprintf("%.1f", all.Longest.Seconds())))
		fmt.Fprintln(errs, lines[len(lines)-1])
	}
	_, err = fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}
