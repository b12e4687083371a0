//! `docs/ddis.md`: each function of the framework's table, held to what the sources really have.
//!
//! Two columns are computed: the files of `wdf-safe/src` that call the function, and whether the simulator's table has it. The last
//! one is written by hand: what is to become of a function that wdf-safe does not call. With `WDF_SAFE_DDIS=write` the test
//! writes the computed columns anew, with a row for what is missing, and the line of counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use super::source::{self, Call};
use super::{read, root, rows};

const DOCUMENT: &str = "docs/ddis.md";
const NONE: &str = "–";
const PLANNED: &str = "planned: ";
const OUT: &str = "out of scope: ";

/// A row, as it should be but for the last cell.
#[derive(Clone)]
struct Row {
    name: String,
    wrapped: String,
    simulated: &'static str,
    otherwise: String,
}

impl Row {
    fn is_wrapped(&self) -> bool {
        self.wrapped != NONE
    }

    fn line(&self) -> String {
        format!("| `{}` | {} | {} | {} |", self.name, self.wrapped, self.simulated, self.otherwise)
    }
}

/// The functions that the simulator puts into its table.
fn simulated() -> BTreeSet<String> {
    let text = read("wdf-sim/src/ddi/table.rs".as_ref()).expect("the simulator's table can be read");
    let entries = text.lines().filter(|line| line.contains(" => "));
    entries.filter_map(|line| Some(line.trim().split_once("TableIndex, PFN_")?.0.to_owned())).collect()
}

/// The files of wdf-safe that call each function.
fn wrapped() -> BTreeMap<String, BTreeSet<String>> {
    let mut wrapped = BTreeMap::<_, BTreeSet<_>>::new();
    for Call { ddi, file, .. } in source::calls() {
        wrapped.entry(ddi).or_default().insert(file);
    }
    wrapped
}

/// The rows as the sources have them, with the words that the document has for them.
fn computed(written: &BTreeMap<String, String>) -> Vec<Row> {
    let (simulated, wrapped) = (simulated(), wrapped());
    let row = |name: String| {
        let files = wrapped.get(&name).map(|files| files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>());
        let words = written.get(&name).filter(|words| *words != NONE).cloned();
        let otherwise = match files {
            Some(_) => NONE.to_owned(),
            None => words.unwrap_or_else(|| format!("{PLANNED}nobody has decided otherwise")),
        };
        let wrapped = files.map_or_else(|| NONE.to_owned(), |files| files.join(", "));
        let simulated = if simulated.contains(&name) { "yes" } else { NONE };
        Row { name, wrapped, simulated, otherwise }
    };
    source::functions().into_iter().map(row).collect()
}

/// The line of counts.
fn counts(rows: &[Row]) -> String {
    let wrapped = rows.iter().filter(|row| row.is_wrapped()).count();
    let simulated = rows.iter().filter(|row| row.simulated != NONE).count();
    let planned = rows.iter().filter(|row| row.otherwise.starts_with(PLANNED)).count();
    let out = rows.iter().filter(|row| row.otherwise.starts_with(OUT)).count();
    format!(
        "**{} functions: {wrapped} wrapped, {planned} planned, {out} out of scope; {simulated} simulated.**",
        rows.len()
    )
}

/// Writes the table and the counts anew, and leaves what stands before and behind.
fn write(rows: &[Row]) {
    let path: PathBuf = root().join(DOCUMENT);
    let text = fs::read_to_string(&path).expect("the document can be read");
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("|---")).expect("the document has a table");
    let behind = lines[head + 1..].iter().position(|line| !line.starts_with('|')).map(|at| head + 1 + at);
    let mut written: Vec<String> = Vec::new();
    for line in &lines[..=head] {
        let is_counts = line.starts_with("**") && line.contains(" functions: ");
        written.push(if is_counts { counts(rows) } else { (*line).to_owned() });
    }
    written.extend(rows.iter().map(Row::line));
    written.extend(lines[behind.unwrap_or(lines.len())..].iter().map(|line| (*line).to_owned()));
    fs::write(&path, written.join("\n") + "\n").expect("the document can be written");
}

#[test]
fn the_table_of_functions_says_what_is_there() {
    let cells = rows(DOCUMENT);
    let written: BTreeMap<String, String> =
        cells.iter().map(|row| (row[0].trim_matches('`').to_owned(), row[3].clone())).collect();
    let rows = computed(&written);
    if std::env::var("WDF_SAFE_DDIS").is_ok_and(|how| how == "write") {
        write(&rows);
        return;
    }
    let text = read(DOCUMENT.as_ref()).expect("the document can be read");
    let has: BTreeSet<&str> = text.lines().collect();
    let mut wrong: Vec<String> = rows.iter().map(Row::line).filter(|line| !has.contains(line.as_str())).collect();
    let known: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    for name in written.keys().filter(|name| !known.contains(name.as_str())) {
        wrong.push(format!("(no row for {name}, which is no function of the table)"));
    }
    let counts = counts(&rows);
    if !has.contains(counts.as_str()) {
        wrong.push(counts);
    }
    assert!(
        wrong.is_empty(),
        "{DOCUMENT} should have these lines; `WDF_SAFE_DDIS=write cargo test -p wdf-tests --test score_card functions` writes \
         them, and what is to become of a function that is not wrapped is then said in the last column:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn each_of_the_functions_that_are_not_wrapped_is_planned_or_out_of_scope_for_a_reason() {
    for row in rows(DOCUMENT).iter().filter(|row| row[1] == NONE) {
        let reason = row[3].strip_prefix(PLANNED).or_else(|| row[3].strip_prefix(OUT));
        assert!(reason.is_some_and(|reason| !reason.is_empty()), "{DOCUMENT}: {} is neither: {}", row[0], row[3]);
    }
}

#[test]
fn none_of_the_functions_is_wrapped_that_the_simulator_does_not_have() {
    let (simulated, wrapped) = (simulated(), wrapped());
    let missing: Vec<_> = wrapped.keys().filter(|name| !simulated.contains(*name)).collect();
    assert!(missing.is_empty(), "no test runs what calls these: {missing:?}");
}

#[test]
fn each_of_the_functions_in_the_list_of_calls_is_called() {
    let text = read("wdf-safe/src/sys/call.rs".as_ref()).expect("the list of calls can be read");
    let listed = text.lines().filter_map(|line| Some(line.trim().split_once(": PFN_WDF")?.0.to_owned()));
    let called = wrapped();
    let idle: Vec<String> = listed.filter(|name| !called.contains_key(name)).collect();
    assert!(idle.is_empty(), "nobody calls these: {idle:?}");
}
