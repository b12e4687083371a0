//! A driver's panic: in the kernel a bug check with a code of the driver's choosing, here a report of the same.

use wdf_sim::{BugCheck, DriverImage, Explorer, Outcome, Rule};

mod chosen {
    use wdf_safe::prelude::*;

    #[driver_entry(panic = 0x0000_0E57)]
    fn driver_entry<'id>(_: &mut Cx<'_, Passive>, _: DriverInit<'id>) -> Result<Loaded<'id>> {
        panic!("on purpose")
    }
}

mod plain {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(_: &mut Cx<'_, Passive>, _: DriverInit<'id>) -> Result<Loaded<'id>> {
        panic!("on purpose")
    }
}

/// The bug check that loading the driver ends with.
fn bug_check(image: &'static DriverImage) -> BugCheck {
    let report =
        Explorer::calm().check(|machine| assert!(machine.load(image).is_err())).expect_err("the driver panics");
    assert_eq!(report.violation.rule, Rule::DriverPanicked);
    assert!(report.violation.text.contains("on purpose"), "{report}");
    match report.violation.outcome {
        Outcome::BugCheck(bug_check) => bug_check,
        other => panic!("a panic is a bug check, not {other:?}"),
    }
}

#[test]
fn a_panic_is_a_bug_check_with_the_drivers_code_and_says_where() {
    let BugCheck { code, parameters: [_, length, line, column] } = bug_check(&chosen::DRIVER);
    assert_eq!(code, 0x0E57);
    assert_eq!((length, line, column), (file!().len() as u64, 10, 9));
}

#[test]
fn a_driver_that_chooses_no_code_has_that_of_wdk_panic() {
    assert_eq!(bug_check(&plain::DRIVER).code, u32::from_be_bytes(*b"RPNC"));
}
