//! The simulator's own frames are no site.

use super::*;

#[test]
fn the_simulators_own_lines_are_passed_through() {
    let site = Site::here();
    // The test itself is one of the simulator's files; its caller is the standard library's.
    assert_eq!(site.line(), None);
    assert!(!is_passed_through(Path::new("/home/somebody/drivers/echo/src/queue.rs")));
    assert!(!is_passed_through(Path::new("/home/somebody/wdf-safe/drivers/echo/queue.c")));
    assert!(is_passed_through(Path::new("/rustc/0123/library/core/src/ops/function.rs")));
}
