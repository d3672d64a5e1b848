package datasets

import (
	"os"
	"sync"
	"testing"
)

// benchRoot is a folder for the whole run of the test binary.
var benchRoot = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "lossreplay-datasets-")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	if len(benchDirs) > 0 {
		os.RemoveAll(benchRoot())
	}
	os.Exit(code)
}
