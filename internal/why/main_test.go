package why

import (
	"os"
	"testing"

	"github.com/carerota/carerota/solver/cpsat"
)

func TestMain(m *testing.M) {
	cpsat.Main() // here the test may be the child that has OR-Tools
	os.Exit(m.Run())
}
