//! Every function of the table with a first argument that is no handle of its kind: each ends in a rule with a name.

use wdf_sim::{Explorer, Outcome, Rule, Verifier};
use wdf_tests::raw::{self, Memory, World, attributes, manual, object};

use crate::table::{Function, call, functions};

/// What a caller passes instead of a handle.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    Null,
    Odd,
    Garbage,
    OfAnotherType,
    Destroyed,
    PartOfNothing,
}

impl Wrong {
    const ALL: [Self; 6] =
        [Self::Null, Self::Odd, Self::Garbage, Self::OfAnotherType, Self::Destroyed, Self::PartOfNothing];

    fn value(self, m: &World<'_>, wanted: &str) -> usize {
        let device = m.rig(manual()).raw;
        match self {
            Self::Null => 0,
            Self::Odd => 0x1235,
            Self::Garbage => 0x00DE_ADBE_EF00,
            Self::OfAnotherType if wanted == "WDFMEMORY" => device.0,
            Self::OfAnotherType => Memory::create(&attributes().parent(device), 8).expect("a memory").0,
            Self::Destroyed | Self::PartOfNothing => {
                let object = object(&attributes().parent(device)).expect("an object");
                object.delete();
                object.0 | usize::from(matches!(self, Self::PartOfNothing))
            }
        }
    }
}

/// What a call with something that is no handle came to; nothing if it returned.
fn outcome(function: &Function, wrong: Wrong, verifier: Verifier) -> Option<(Rule, Outcome)> {
    let (index, wanted) = (function.index, function.first().to_owned());
    let result = raw::check(Explorer::calm(), verifier, move |m| {
        call(index, &[wrong.value(m, &wanted)]);
    });
    result.err().map(|report| (report.violation.rule, report.violation.outcome))
}

#[test]
fn every_function_of_the_table_is_found_in_the_declarations() {
    let functions = functions();
    assert!(functions.len() > 380, "{}", functions.len());
    assert!(functions.iter().any(|function| function.name == "WdfRequestComplete" && function.first() == "WDFREQUEST"));
}

#[test]
fn no_function_takes_what_is_no_handle() {
    let mut tried = 0;
    let mut wrong_answers = Vec::new();
    for function in functions() {
        let is_handle = function.first().starts_with("WDF") && !function.first().contains('_');
        if !is_handle
            || outcome(&function, Wrong::Null, Verifier::Off).is_some_and(|(rule, _)| rule == Rule::NotSimulated)
        {
            continue;
        }
        tried += 1;
        for verifier in [Verifier::Off, Verifier::On] {
            for wrong in Wrong::ALL {
                if function.first() == "WDFOBJECT" && matches!(wrong, Wrong::OfAnotherType) {
                    continue;
                }
                let outcome = outcome(&function, wrong, verifier);
                let rule = outcome.map(|(rule, _)| rule);
                let expected = match wrong {
                    Wrong::Null | Wrong::Odd | Wrong::Garbage | Wrong::OfAnotherType => Rule::InvalidHandle,
                    Wrong::Destroyed | Wrong::PartOfNothing => Rule::UseAfterDestroy,
                };
                // Some look first at a required pointer or at another handle, which are NULL here.
                let other_is_null =
                    matches!(outcome, Some((Rule::InvalidHandle, Outcome::BugCheck(it))) if it.parameters[1] == 0);
                if rule != Some(expected) && rule != Some(Rule::RequiredParameterIsNull) && !other_is_null {
                    wrong_answers.push(format!("{} {wrong:?} {verifier:?}: {outcome:?}", function.name));
                }
            }
        }
    }
    assert!(tried > 80, "{tried} functions");
    assert!(wrong_answers.is_empty(), "{tried} tried\n{}", wrong_answers.join("\n"));
}

#[test]
fn no_function_takes_what_is_no_init() {
    let mut tried = 0;
    let mut wrong_answers = Vec::new();
    for function in functions().into_iter().filter(|function| function.first() == "PWDFDEVICE_INIT") {
        for wrong in [Wrong::Null, Wrong::Odd, Wrong::Garbage] {
            tried += 1;
            if outcome(&function, wrong, Verifier::Off).is_none() {
                wrong_answers.push(format!("{} {wrong:?}", function.name));
            }
        }
    }
    assert!(tried > 30, "{tried} calls");
    assert!(wrong_answers.is_empty(), "{}", wrong_answers.join("\n"));
}
