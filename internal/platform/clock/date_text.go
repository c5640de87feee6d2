package clock

// Dates at the edges: in text, in JSON map keys and forms, and in tables.

import (
	"cmp"
	"database/sql/driver"
	"fmt"
)

// Compare is -1, 0 or +1 as d comes before, is, or comes after other; it sorts
// dates with slices.SortFunc. No date comes before every date.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// MarshalText writes the table form, "" for no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the table form, "" for no date, and leaves d as it was
// when the text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Value stores the table form in a TEXT column, "" for no date.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads a TEXT column; "" and NULL are no date.
func (d *Date) Scan(column any) error {
	switch v := column.(type) {
	case nil:
		return d.UnmarshalText(nil)
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("clock: a date is kept as text, not as %T", column)
}
