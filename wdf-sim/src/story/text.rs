//! The story for a terminal: a column for each thread, and the state of the requests beside it.

use std::fmt::Write as _;

use super::{Actor, LEGEND, Mark, Row, Story};

/// Columns are no wider than this; what is longer is cut.
const WIDEST: usize = 64;

/// Draws the story.
pub(crate) fn draw(story: &Story) -> String {
    let mut text = String::new();
    let cells: Vec<String> = story.rows.iter().map(cell).collect();
    let width = |thread| {
        let mine = story.rows.iter().zip(&cells).filter(|(row, _)| row.thread == thread);
        mine.map(|(_, cell)| cell.chars().count()).max().unwrap_or(0)
    };
    let columns: Vec<_> = story
        .threads
        .iter()
        .map(|(thread, role)| {
            let heading = format!("{thread}, {role}");
            let width = width(*thread).max(heading.chars().count()).min(WIDEST);
            (*thread, heading, width)
        })
        .collect();
    let _ = write!(text, "     time (ms)  ");
    for (_, heading, width) in &columns {
        let _ = write!(text, "│ {heading:<width$} ");
    }
    let _ = writeln!(text, "│ the request is");
    let _ = write!(text, "  {}", "─".repeat(14));
    for (_, _, width) in &columns {
        let _ = write!(text, "┼{}", "─".repeat(width + 2));
    }
    let _ = writeln!(text, "┼{}", "─".repeat(16));
    for (row, cell) in story.rows.iter().zip(&cells) {
        let mark = match row.mark {
            Mark::None => ' ',
            Mark::Earlier => '1',
            Mark::Second => '2',
        };
        let mut line = format!("{mark} {:>8}.{:04} ", row.at / 10_000, row.at % 10_000);
        for (thread, _, width) in &columns {
            let shown: String = if *thread == row.thread { cell.chars().take(*width).collect() } else { String::new() };
            let _ = write!(line, "│ {shown:<width$} ");
        }
        let state = row.state.map_or_else(String::new, |(on, state)| format!("{on}: {state}"));
        let _ = write!(line, "│ {state}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let _ = writeln!(text, "  {LEGEND}");
    text
}

/// What a thread does, with the way it goes.
fn cell(row: &Row) -> String {
    let depth = usize::from(row.depth) - usize::from(row.nesting > 0 && row.depth > 0);
    let indent = "  ".repeat(depth);
    let text = &row.text;
    match (row.from, row.to) {
        (Actor::Framework, Actor::Driver(_)) => format!("{indent}▶ {text}"),
        (Actor::Driver(_), _) if row.nesting < 0 => format!("{indent}◀ {text}"),
        (Actor::Driver(_), Actor::Framework) => format!("{indent}→ {text}"),
        (Actor::Application(_), Actor::IoManager) => format!("{indent}⇒ {text}"),
        (Actor::Framework, Actor::IoManager) => format!("{indent}⇐ {text}"),
        _ => format!("{indent}· {text}"),
    }
}
