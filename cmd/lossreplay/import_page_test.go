package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportPageIsTrue runs the shell blocks of docs/import.md one after the other, as somebody would who copies and pastes them, and
// looks for every line of its text blocks in what they print.
func TestImportPageIsTrue(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "import.md"))
	if err != nil {
		t.Fatal(err)
	}
	script, promised := blocks(string(page), "sh"), blocks(string(page), "text")
	dir, bin := t.TempDir(), t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "lossreplay"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.Command("sh", "-e", "-c", script)
	run.Dir = dir
	run.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(promised, "\n")
	if len(lines) < 10 {
		t.Fatalf("only %d lines are promised", len(lines))
	}
	for _, line := range lines {
		if line != "" && !strings.Contains("\n"+string(out), "\n"+line) {
			t.Errorf("the page promises %q; it is not in\n%s", line, out)
		}
	}
}

// blocks returns the code blocks of a page that are in a language, one after the other.
func blocks(page, language string) string {
	var all []string
	parts := strings.Split(page, "\n```")
	for i := 1; i < len(parts); i += 2 {
		if text, ok := strings.CutPrefix(parts[i], language+"\n"); ok {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}
