//! Files are small: whoever opens one sees it whole.

use crate::source::{complain, shown, sources};

/// As many lines as a file may have.
const MOST: usize = 400;

/// Longer files: how long, and why. None may grow; one that is short enough is taken off the list.
const LONGER: [(&str, usize, &str); 2] = [
    ("wdf-sim/sys/src/function_index.rs", 480, "a table: the places of the functions, one a line"),
    ("wdf-sim/sys/src/status.rs", 2720, "a table: the statuses of ntstatus.h, one a line"),
];

#[test]
fn no_file_is_long_without_a_reason() {
    let mut offenders = Vec::new();
    for (path, text) in
        sources(&["wdf-safe", "wdf-safe-macros", "wdf-ioctl", "wdf-sim", "samples", "template", "tests"])
    {
        let (name, lines) = (shown(&path), text.lines().count());
        match LONGER.iter().find(|(longer, ..)| *longer == name) {
            Some((_, most, _)) if lines > *most => offenders.push(format!("{name} has grown to {lines} lines")),
            Some(_) if lines <= MOST => offenders.push(format!("{name} is short now: take it off the list")),
            None if lines > MOST => offenders.push(format!("{name} has {lines} lines")),
            _ => {}
        }
    }
    let gone = LONGER.iter().filter(|(longer, ..)| !crate::source::root().join(longer).exists());
    offenders.extend(gone.map(|(longer, ..)| format!("{longer} is gone: take it off the list")));
    complain(&format!("a file of more than {MOST} lines wants a split, or a reason in this test"), &offenders);
}
