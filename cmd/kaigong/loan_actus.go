package main

import (
	"fmt"
	"io"
	"os"

	"kaigong.example/kaigong/engine/loan/actus"
)

type actusCmd struct {
	Files []string `arg:"" type:"existingfile" help:"Files of cases."`
}

func (c actusCmd) Run() error {
	failed := 0
	for _, file := range c.Files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		n, err := checkCases(os.Stdout, text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		failed += n
	}
	if failed > 0 {
		return exitError{1}
	}
	return nil
}

// checkCases prints a line for each case, the differences below it, and counts
// the cases that fail.
func checkCases(w io.Writer, text []byte) (failed int, err error) {
	cases, err := actus.Read(text)
	if err != nil {
		return 0, err
	}
	for i := range cases {
		differences, err := cases[i].Check()
		verdict := "pass"
		if err != nil || len(differences) > 0 {
			verdict = "FAIL"
			failed++
		}
		fmt.Fprintf(w, "%s %s\n", verdict, cases[i].Name)
		if err != nil {
			fmt.Fprintf(w, "     %v\n", err)
		}
		for _, d := range differences {
			fmt.Fprintf(w, "     %s\n", d)
		}
	}
	_, err = fmt.Fprintf(w, "%d of %d cases pass at %g absolute or %g relative\n", len(cases)-failed, len(cases), actus.Absolute, actus.Relative)
	return failed, err
}
