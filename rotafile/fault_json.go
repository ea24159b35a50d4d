package rotafile

import "io"

// The shape of what WriteFaults writes.
type faultsFile struct {
	Format   string      `json:"format"`
	Sound    bool        `json:"sound"`
	Faults   []faultPart `json:"faults"`
	Warnings []faultPart `json:"warnings"`
}

type faultPart struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line"`
	Key    string `json:"key"`
	Entry  string `json:"entry"`
	Says   string `json:"says"`
	Remedy string `json:"remedy"`
}

// WriteFaults writes the faults and warnings of a file as JSON, indented.
func WriteFaults(w io.Writer, faults, warnings Faults) error {
	parts := func(list Faults) []faultPart {
		all := []faultPart{}
		for _, f := range list {
			all = append(all, faultPart(f))
		}
		return all
	}
	return writeJSON(w, faultsFile{FormatName, len(faults) == 0, parts(faults), parts(warnings)})
}
