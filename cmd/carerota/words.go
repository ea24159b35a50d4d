package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// asUse checks the arguments of a command against the names in its Use, of which those in brackets
// may be left out, and of which the last may stand more than once where it ends in dots.
func asUse(cmd *cobra.Command, args []string) error {
	names := strings.Fields(cmd.Use)[1:]
	least := 0
	for _, name := range names {
		if !strings.HasPrefix(name, "[") {
			least++
		}
	}
	line := strings.Join(append([]string{cmd.CommandPath()}, names...), " ")
	switch {
	case len(args) < least:
		return usage("%s needs %s: %s", cmd.Name(), strings.Join(names[len(args):least], " and "), line)
	case len(args) > len(names) && len(names) == 0:
		return usage("%s takes no file: %q is one too many", cmd.Name(), args[0])
	case len(args) > len(names) && !strings.HasSuffix(names[len(names)-1], "..."):
		return usage("%q is one too many: %s", args[len(names)], line)
	}
	return nil
}

// flagInWords is an error of reading the flags of a command in words of ours.
func flagInWords(cmd *cobra.Command, err error) error {
	var none *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &none):
		return noFlag(cmd, none)
	case errors.As(err, &empty):
		return usage("%s needs a value: %s", flagName(empty.GetFlag()), empty.GetFlag().Usage)
	case errors.As(err, &bad):
		return usage("%s %q: %s", flagName(bad.GetFlag()), bad.GetValue(), badValue(errors.Unwrap(bad)))
	case errors.As(err, &syntax):
		return usage("%q is no flag", syntax.GetSpecifiedFlag())
	}
	return err
}

func flagName(f *pflag.Flag) string { return "--" + f.Name }

// noFlag says that a command does not have a flag, with the one that is most like it.
func noFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	if short := err.GetSpecifiedShortnames(); short != "" {
		return usage("%s has no flag -%s", cmd.Name(), err.GetSpecifiedName())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	said := fmt.Sprintf("%s has no flag --%s", cmd.Name(), err.GetSpecifiedName())
	if near := validate.Nearest(err.GetSpecifiedName(), known); near != "" {
		return usage("%s; did you mean --%s?", said, near)
	}
	return errors.New(said)
}

// badValue says what is wrong with a value, without the words of Go's own readers of numbers.
func badValue(err error) string {
	var wrong *strconv.NumError
	switch {
	case !errors.As(err, &wrong):
		return err.Error()
	case wrong.Func == "ParseBool":
		return "write the flag without a value, or with =true or =false"
	case errors.Is(err, strconv.ErrRange):
		return "the number is too large"
	case wrong.Func == "ParseUint":
		return "write a whole number of 0 or more"
	}
	return "write a whole number"
}

// nothingEmpty refuses arguments and flags of which nothing is left, as of a variable of the shell that
// is not set.
func nothingEmpty(cmd *cobra.Command, args []string) (err error) {
	for i, arg := range args {
		if names := strings.Fields(cmd.Use)[1:]; arg == "" && i < len(names) {
			return usage("%s is empty: name the file", strings.Trim(names[i], "[]"))
		}
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" && err == nil {
			err = usage("%s is empty: leave it out, or give it a value", flagName(f))
		}
	})
	return err
}

// flagGroups checks which flags of a command go together, as its groups say, in words of ours:
// cobra's own check comes after it.
func flagGroups(cmd *cobra.Command) error {
	for _, group := range []struct {
		kind  string
		check func(given, missing []string) error
	}{
		{"cobra_annotation_mutually_exclusive", func(given, _ []string) error {
			if len(given) < 2 {
				return nil
			}
			return usage("%s do not go together: give one of them", strings.Join(given, " and "))
		}},
		{"cobra_annotation_one_required", func(given, missing []string) error {
			if len(given) > 0 {
				return nil
			}
			return usage("give %s", strings.Join(missing, " or "))
		}},
		{"cobra_annotation_required_if_others_set", func(given, missing []string) error {
			if len(given) == 0 || len(missing) == 0 {
				return nil
			}
			return usage("%s needs %s too", strings.Join(given, " and "), strings.Join(missing, " and "))
		}},
	} {
		for _, names := range flagsOfGroups(cmd, group.kind) {
			var given, missing []string
			for _, name := range names {
				if cmd.Flags().Changed(name) {
					given = append(given, "--"+name)
				} else {
					missing = append(missing, "--"+name)
				}
			}
			if err := group.check(given, missing); err != nil {
				return err
			}
		}
	}
	return nil
}

// flagsOfGroups are the groups of one kind that a command has.
func flagsOfGroups(cmd *cobra.Command, kind string) (groups [][]string) {
	var seen []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		for _, group := range f.Annotations[kind] {
			if !slices.Contains(seen, group) {
				seen = append(seen, group)
				groups = append(groups, strings.Fields(group))
			}
		}
	})
	return groups
}

// helpCommand shows the help of a command.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		Args:  asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, _, err := root.Find(args)
			if err != nil {
				return commandInWords(root, err)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// noShell is completion without the name of a shell that it knows.
func noShell(cmd *cobra.Command, args []string) error {
	var shells []string
	for _, sub := range cmd.Commands() {
		shells = append(shells, sub.Name())
	}
	return usage("%s needs the name of a shell: %s", cmd.CommandPath(), strings.Join(shells, ", "))
}

// commandInWords is cobra's error of a command that is not there in words of ours; any other error
// as it is.
func commandInWords(root *cobra.Command, err error) error {
	var name, of string
	if err == nil {
		return nil
	}
	if _, other := fmt.Sscanf(err.Error(), "unknown command %q for %q", &name, &of); other != nil {
		return err
	}
	parent := root
	for _, word := range strings.Fields(of)[1:] {
		for _, sub := range parent.Commands() {
			if sub.Name() == word {
				parent = sub
			}
		}
	}
	var known []string
	for _, sub := range parent.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	if near := validate.Nearest(name, known); near != "" {
		return usage("there is no command %q; did you mean %s %s?", name, of, near)
	}
	return usage("there is no command %q: the commands are %s", name, strings.Join(known, ", "))
}
