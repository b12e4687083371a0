//! Bodies that play a script: a broken rule is told with as few steps as break it.

use wdf_sim::{Explorer, Machine, Report, Rule, Stopped, Ticket, Verifier};
use wdf_tests::raw::{CANCELLED, Request, SUCCESS, Slot, World, on_machine, parallel};
use wdf_tests::with;

#[derive(Clone, Copy, Debug)]
enum Act {
    Read,
    Cancel,
    Write,
    Sleep,
}

/// Only a read, its cancellation and a write after it break the driver.
const SCRIPT: [Act; 12] = {
    use Act::{Cancel, Read, Sleep, Write};
    [Write, Sleep, Read, Sleep, Write, Read, Cancel, Sleep, Read, Write, Sleep, Write]
};

/// The driver forgets to complete a write once a read was cancelled.
fn play(m: &World<'_>, acts: &[Act]) {
    let confused = Slot::with(false);
    let rig = m.rig(
        parallel()
            .read(with!(confused => move |request: Request| {
                let mark = request.mark_ex(with!(confused => move |request: Request| {
                    confused.put(true);
                    request.complete(CANCELLED);
                }));
                if mark != SUCCESS {
                    request.complete(mark);
                }
            }))
            .write(with!(confused => move |request: Request| {
                if !confused.get() {
                    request.complete(SUCCESS);
                }
            })),
    );
    let file = rig.open();
    let mut tickets: Vec<Ticket> = Vec::new();
    for act in acts {
        match act {
            Act::Read => tickets.push(file.begin_read(1)),
            Act::Cancel => drop(tickets.pop().map(|ticket| ticket.cancel())),
            Act::Write => drop(file.write(b"w")),
            Act::Sleep => m.sleep(std::time::Duration::from_millis(1)),
        }
    }
    for ticket in tickets {
        ticket.cancel();
        let _ = ticket.wait();
    }
}

fn body(verifier: Verifier) -> impl Fn(&Machine, &[Act]) + Send + Sync + 'static {
    move |machine, acts| {
        let acts = acts.to_vec();
        on_machine(verifier, move |m| play(m, &acts))(machine);
    }
}

fn found(explorer: Explorer, verifier: Verifier) -> Box<Report> {
    explorer.verifier(verifier).check_script(&SCRIPT, body(verifier)).unwrap_err()
}

#[test]
fn a_script_is_shrunk_to_the_steps_that_break_the_rule() {
    for verifier in [Verifier::Off, Verifier::On] {
        for explorer in [Explorer::calm(), Explorer::random(1, 100), Explorer::exhaustive(1).at_most(100)] {
            let report = found(explorer, verifier);
            assert_eq!(report.violation.rule, Rule::RequestNeverCompleted);
            let script = report.script.as_ref().expect("the body plays one");
            assert_eq!(script.steps, ["Read", "Cancel", "Write"], "{report}");
            assert_eq!((script.of, report.preemptions), (12, 0));
            assert!(report.to_string().contains("the script: 3 of 12 steps: Read, Cancel, Write"), "{report}");
        }
    }
}

#[test]
fn a_replay_line_plays_the_steps_that_were_left() {
    let report = found(Explorer::random(1, 100), Verifier::Off);
    assert!(report.replay().starts_with("off~"), "{}", report.replay());
    let again = found(Explorer::replay(&report.replay()), Verifier::Off);
    assert_eq!((again.trace, again.script, again.schedule), (report.trace, report.script, report.schedule));
}

#[test]
fn a_script_is_played_whole_where_nothing_is_to_be_shrunk() {
    let report = found(Explorer::calm().shrink(false), Verifier::Off);
    assert_eq!(report.script.expect("the body plays one").steps.len(), SCRIPT.len());
    let right = Explorer::calm().check_script(&SCRIPT[..5], body(Verifier::Off)).unwrap();
    assert_eq!(right.counts.sent, 3);
}

#[test]
fn a_line_with_steps_that_the_test_does_not_have_is_refused() {
    let refused = |stopped| matches!(stopped, Err(Stopped::Misfit(text)) if text.contains("no steps 90-99"));
    assert!(refused(Explorer::replay("off~90-99:-").explore(|_| {})));
}
