package solver

import (
	"context"
	"errors"
)

// errNoContext says that a call was given no context.
var errNoContext = errors.New("the context is nil: give context.Background() for a call without an end of its own")

// CheckContext is an error for a nil context.
func CheckContext(ctx context.Context) error {
	if ctx == nil {
		return errNoContext
	}
	return nil
}
