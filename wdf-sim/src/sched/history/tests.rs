//! Which steps depend on each other: what a history counts as one class, and what as a race.

use super::*;

fn step(history: &mut History, thread: u32, touches: &[(usize, Mode)]) -> Vec<usize> {
    history.push(ThreadId(thread), Footprint::of(touches.iter().map(|(at, mode)| (Place::Address(*at), *mode))))
}

#[test]
fn steps_that_touch_nothing_in_common_are_one_class_in_either_order() {
    let mut one = History::default();
    step(&mut one, 1, &[(1, Mode::Write)]);
    step(&mut one, 2, &[(2, Mode::Write)]);
    let mut other = History::default();
    step(&mut other, 2, &[(2, Mode::Write)]);
    step(&mut other, 1, &[(1, Mode::Write)]);
    assert_eq!(one.class(), other.class());
}

#[test]
fn two_writes_of_one_place_are_two_classes_and_a_race() {
    let mut one = History::default();
    step(&mut one, 1, &[(1, Mode::Write)]);
    assert_eq!(step(&mut one, 2, &[(1, Mode::Write)]), [0]);
    let mut other = History::default();
    step(&mut other, 2, &[(1, Mode::Write)]);
    step(&mut other, 1, &[(1, Mode::Write)]);
    assert_ne!(one.class(), other.class());
}

#[test]
fn two_reads_and_two_counts_commute() {
    for mode in [Mode::Read, Mode::Add] {
        let mut history = History::default();
        step(&mut history, 1, &[(1, mode)]);
        assert_eq!(step(&mut history, 2, &[(1, mode)]), [0; 0]);
    }
}

#[test]
fn what_is_ordered_through_a_third_step_is_no_race() {
    let mut history = History::default();
    step(&mut history, 1, &[(1, Mode::Write)]);
    step(&mut history, 1, &[(2, Mode::Write)]);
    assert_eq!(step(&mut history, 2, &[(2, Mode::Read)]), [1]);
    assert_eq!(step(&mut history, 2, &[(1, Mode::Read)]), [0; 0]);
}

#[test]
fn a_shorter_history_is_what_it_was() {
    let mut history = History::default();
    step(&mut history, 1, &[(1, Mode::Write)]);
    let class = history.class();
    step(&mut history, 2, &[(1, Mode::Write)]);
    history.truncate(1);
    assert_eq!(history.class(), class);
    assert_eq!(step(&mut history, 2, &[(1, Mode::Write)]), [0]);
}

#[test]
fn words_that_lie_elsewhere_in_the_next_run_are_the_same_words() {
    let at = |place: usize| Footprint::of(std::iter::once((Place::Address(place), Mode::Read)));
    let mut history = History::default();
    step(&mut history, 1, &[(1, Mode::Read)]);
    step(&mut history, 2, &[(1, Mode::Read)]);
    step(&mut history, 3, &[(1, Mode::Write)]);
    history.truncate(2);
    history.again(0, at(2));
    history.again(1, at(2));
    assert_eq!(step(&mut history, 3, &[(1, Mode::Write)]), [0; 0], "nobody uses what lies there now");
    assert_eq!(step(&mut history, 3, &[(2, Mode::Write)]), [1, 0]);
}
