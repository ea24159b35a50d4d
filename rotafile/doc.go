// Package rotafile reads and writes the files of the format "carerota/1": the
// problem (TOML, JSON or a folder of CSV sheets) and the result (JSON).
//
// # Problem files
//
// Read gives the Problem of a file, Open the Document with its checksum and the
// files it was made of. Every fault is found at once and returned as Faults:
// each names the file, the line, the key path and the remedy.
//
// TOML and JSON have the same keys. TOML's own dates and times are as good as
// strings. Beyond the format's page this reader takes:
//
//   - "none" for max_hours_week, max_hours_day, max_hours_rota, max_weekends,
//     max_days_in_a_row, max_nights_in_a_row and a need's or provider's
//     max_shift and max_hours_week, so that a worker's own caps can lift a cap
//     of the house;
//   - a time with an offset ("2026-10-25T01:30:00Z") where a local time is
//     wanted, for the hour that occurs twice;
//   - except, from_date and until_date wherever days or dates stand;
//   - a date-time at T24:00, which is the next day's midnight.
//
// # Scenario files
//
// A file with extends = "base.toml" at top level lies over that base (a path
// relative to the file; a base may lie over another):
//
//   - the tables rota, caps, contingency and objective override key by key;
//   - an entry of client, need, provider or worker whose id stands in the base
//     overrides that entry key by key (its tables too: caps, standby_shift);
//     a new id wants new = true and is added at the end; remove = true takes the entry out;
//   - an entry of pay or work_pattern overrides the one of the same name, else it is added;
//   - a list is replaced as a whole; dates replaces days and the other way round.
//
// The checksum of a problem made of several files is taken over their bytes,
// the base's first.
//
// # Sheets
//
// A folder of CSV sheets can be converted to TOML; see ReadSheets for the
// columns.
package rotafile
