package intake

import (
	"fmt"
	"io"
)

type ioReadCloser = io.ReadCloser

func text(parts ...any) string { return fmt.Sprint(parts...) }
