//! Drivers in C: compiled with the system's compiler, linked with `wdf-sim` as a static library, and run.
//!
//! The drivers and the scenes that they play in are in `c/`; each driver has variants that are broken on purpose, which
//! must be reported by the rule's name, with the framework's verifier off and on. Here each is built
//! (`c_drivers/build.rs`) and run as a process of its own, as there is one C driver a program. That the headers which
//! they include are those of KMDF is checked too (`c_drivers/layouts.rs`).
//!
//! Drivers in C are simulated on Linux; elsewhere this file is empty.
#![cfg(target_os = "linux")]

#[path = "c_drivers/build.rs"]
mod build;
#[path = "c_drivers/layouts.rs"]
mod layouts;

use build::{Image, Program};

/// Runs a program that breaks no rule under every strategy, with the verifier off and on.
fn is_correct(program: &Program) {
    for strategy in ["calm", "random", "pct", "exhaustive"] {
        for verifier in [0, 1] {
            program.run(verifier, strategy, "ok");
        }
    }
}

/// Builds a driver's broken variant, which must be reported by one rule, or one with the verifier off and one with it on.
fn is_reported(driver: &str, broken: &str, strategy: &str, rules: &[&str]) {
    let program = Program::build(driver, &[broken], Image::Gathered);
    for verifier in [0, 1] {
        program.run(verifier, strategy, rules[verifier.min(rules.len() - 1)]);
    }
}

/// A test for each variant: the rule it breaks, or one with the verifier off and one with it on.
macro_rules! broken {
    ($($test:ident: $driver:literal $broken:literal $strategy:literal => $off:literal $(, $on:literal)?;)*) => {$(
        #[test]
        fn $test() {
            is_reported($driver, $broken, $strategy, &[$off $(, $on)?]);
        }
    )*};
}

#[test]
fn the_echo_driver_runs() {
    is_correct(&Program::build("echo", &[], Image::Gathered));
}

#[test]
fn the_driver_for_device_controls_runs() {
    is_correct(&Program::build("ioctl", &[], Image::Gathered));
}

#[test]
fn the_kernels_routines_do_what_they_say() {
    is_correct(&Program::build("routines", &[], Image::Gathered));
}

#[test]
fn a_driver_of_another_version_finds_its_table() {
    for version in ["01015", "01025", "01031"] {
        let define = format!("WdfFunctions_01033=WdfFunctions_{version}");
        Program::build("echo", &[&define], Image::Gathered).run(0, "calm", "ok");
    }
}

#[test]
fn static_data_that_is_not_known_is_what_the_run_before_left() {
    let program = Program::build("echo", &[], Image::Unknown);
    program.run(0, "calm", "ok");
    let output = program.run(0, "random", "TestFailed");
    assert!(output.contains("static data is not known"), "{output}");
}

#[test]
fn static_data_that_was_registered_is_restored() {
    let define = "REGISTER=RoutinesLoads";
    Program::build("routines", &[define], Image::Unknown).run(0, "random", "ok");
}

broken! {
    completing_a_cancelable_request: "echo" "BREAK_UNMARK" "calm" => "CompletedWhileCancelable";
    a_timer_that_finds_a_cancelled_request: "echo" "BREAK_CANCEL" "random" => "UseAfterDestroy";
    cancelling_without_completing: "echo" "BREAK_FORGET" "random" => "RequestNeverCompleted";
    leaking_pool_memory: "ioctl" "BREAK_POOL" "random" => "PoolLeaked";
    acquiring_a_spin_lock_twice: "ioctl" "BREAK_LOCK" "random" => "SpinLockRecursion";
    returning_with_a_spin_lock: "ioctl" "BREAK_RETURN" "random" => "LockHeldAtReturn";
    releasing_a_spin_lock_twice: "ioctl" "BREAK_RELEASE" "random" => "InvalidLockOperation";
    completing_twice: "ioctl" "BREAK_TWICE" "random" => "UseAfterDestroy", "DoubleCompletion";
    forgetting_a_request: "ioctl" "BREAK_FORGET" "random" => "RequestNeverCompleted";
    writing_to_null: "ioctl" "BREAK_NULL" "calm" => "InvalidMemoryAccess";
    dividing_by_zero: "ioctl" "BREAK_DIVIDE" "calm" => "DriverPanicked";
    overflowing_the_stack: "ioctl" "BREAK_STACK" "calm" => "DriverPanicked";
    waiting_for_an_event_that_is_none: "ioctl" "BREAK_EVENT" "calm" => "KernelObjectNotInitialized";
    stopping_the_system: "ioctl" "BREAK_CHECK" "calm" => "DriverPanicked";
    returning_more_than_there_is: "ioctl" "BREAK_LARGE" "calm" => "InformationTooLarge";
    waiting_at_dispatch_level: "routines" "BREAK_WAIT" "calm" => "IrqlTooHigh";
    waiting_for_nobody: "routines" "BREAK_DEADLOCK" "random" => "Deadlock";
    freeing_with_another_tag: "routines" "BREAK_TAG" "calm" => "PoolFreedTwice";
    freeing_twice: "routines" "BREAK_FREE" "calm" => "PoolFreedTwice";
    releasing_a_mutex_of_nobody: "routines" "BREAK_MUTEX" "calm" => "InvalidLockOperation";
    lowering_to_a_higher_level: "routines" "BREAK_IRQL" "calm" => "IrqlTooHigh";
    paged_pool_at_dispatch_level: "routines" "BREAK_PAGED" "calm" => "IrqlTooHigh";
}
