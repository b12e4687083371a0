//! A replay line says which steps of a script are kept.

use super::*;

#[test]
fn kept_steps_are_written_as_they_are_read() {
    for (steps, text) in [(&[0, 1, 2, 5][..], "0-2.5"), (&[7], "7"), (&[], "none"), (&[1, 3, 4], "1.3-4")] {
        let kept = Kept(steps.to_vec());
        assert_eq!(kept.to_string(), text);
        assert_eq!(Kept::parse(text), Some(kept));
    }
    for nonsense in ["", "a", "3-1", "2.1", "1.1", "0-", "0-99999999999"] {
        assert_eq!(Kept::parse(nonsense), None, "{nonsense}");
    }
}
