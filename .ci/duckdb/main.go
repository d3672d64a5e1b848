// Command duckdb opens the Parquet files of a folder of results with DuckDB, which shares no code with what wrote them, and holds
// them against the other files of the folder: what a researcher would read must be what the program meant.
//
// Owns: the comparison. Refuses: to be part of the program; it needs a C compiler and has a module of its own. Invariants: it only
// reads; every difference is printed, and then it fails.
package main

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: duckdb DIR")
		os.Exit(2)
	}
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// folder is a folder of results under comparison.
type folder struct {
	dir      string
	db       *sql.DB
	document document
	faults   []string
}

// document is what the comparison takes from results.json.
type document struct {
	Coalitions uint64 `json:"coalitions"`
	Method     struct {
		Kind string `json:"kind"`
	} `json:"method"`
	Baseline struct {
		Loss json.Number `json:"loss"`
	} `json:"baseline"`
	Controls []struct {
		Label     string `json:"label"`
		Evaluable bool   `json:"evaluable"`
	} `json:"controls"`
}

func (f *folder) fault(format string, args ...any) {
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

// check compares a folder and prints what was compared.
func check(dir string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	f := &folder{dir: dir, db: db}
	text, err := os.ReadFile(filepath.Join(dir, "results.json"))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &f.document); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(files) < 4 {
		return fmt.Errorf("%s: only %d Parquet files: %v", dir, len(files), err)
	}
	rows, columns := int64(0), 0
	for _, name := range files {
		n, c, err := f.sums(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		rows, columns = rows+n, columns+c
	}
	for _, part := range []func() error{f.leaves, f.curves, f.alone, f.trips, f.attribution, f.dictionary, f.draws} {
		if err := part(); err != nil {
			return err
		}
	}
	if len(f.faults) > 0 {
		return fmt.Errorf("%s: DuckDB reads something else (differences: %d)\n%s", dir, len(f.faults), strings.Join(f.faults, "\n"))
	}
	fmt.Printf("DuckDB agrees: %d files, %d rows, %d columns, attribution cell by cell\n", len(files), rows, columns)
	return nil
}

// table returns a file of the folder as it stands in SQL.
func (f *folder) table(name string) string {
	return "read_parquet('" + strings.ReplaceAll(filepath.Join(f.dir, name), "'", "''") + "')"
}

// expect notes a fault where the number that a query returns is another.
func (f *folder) expect(what string, want any, query string, args ...any) error {
	var got sql.NullString
	if err := f.db.QueryRow(query, args...).Scan(&got); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if text := fmt.Sprint(want); got.String != text {
		f.fault("%s: %q, not %q", what, got.String, text)
	}
	return nil
}

// value returns the one cell of a query as text; "" for null, and where there is no row.
func (f *folder) value(query string, args ...any) (string, error) {
	rows, err := f.strings(query, args...)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0][0], nil
}

// csv returns the rows of a CSV file, the header first.
func (f *folder) csv(name string) ([][]string, error) {
	file, err := os.Open(filepath.Join(f.dir, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return csv.NewReader(file).ReadAll()
}

// strings returns the rows of a query as text; null is "".
func (f *folder) strings(query string, args ...any) ([][]string, error) {
	rows, err := f.db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]string
	for rows.Next() {
		cells, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make([]string, len(names))
		for i := range cells {
			row[i] = cells[i].String
		}
		all = append(all, row)
	}
	return all, rows.Err()
}
