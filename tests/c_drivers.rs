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

use std::collections::BTreeSet;
use std::process::Command;

use build::{Headers, Image, Program, Setup, Succeeds, folder, library};

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
    let program = Program::build(driver, &[broken], Setup::default());
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
    is_correct(&Program::build("echo", &[], Setup::default()));
}

#[test]
fn the_bell_of_the_guide_runs() {
    is_correct(&Program::build("bell", &[], Setup::default()));
}

#[test]
fn the_driver_for_device_controls_runs() {
    is_correct(&Program::build("ioctl", &[], Setup::default()));
}

#[test]
fn the_kernels_routines_do_what_they_say() {
    is_correct(&Program::build("routines", &[], Setup::default()));
}

#[test]
fn the_kernels_services_do_what_they_say() {
    is_correct(&Program::build("services", &[], Setup::default()));
}

#[test]
fn the_kernels_objects_have_the_states_that_they_say() {
    is_correct(&Program::build("states", &[], Setup::default()));
}

#[test]
fn a_deadlock_names_what_each_thread_waits_for() {
    let program = Program::build("states", &["COMMAND", "BREAK_NAMES"], Setup::default());
    let output = program.command().output().expect("the program was built");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.starts_with("Deadlock: ")).unwrap_or_else(|| panic!("{text}"));
    let waits: Vec<_> = line.split("; ").collect();
    let has = |wait: usize, parts: &[&str]| parts.iter().all(|part| waits[wait].contains(part));
    let all =
        ["EvtIoDeviceControl", "the event at", " to be set and the timer at", "to expire and the system thread t"];
    assert!(has(0, &all) && has(1, &["waits for the event at", " to be set"]), "{line}");
    assert!(!has(1, &[" and the timer"]), "{line}");
}

#[test]
fn what_two_drivers_share_is_left_by_the_last_one() {
    is_correct(&Program::build("pair", &[], Setup::default()));
}

#[test]
fn the_driver_that_shares_runs() {
    is_correct(&Program::build("sharing", &[], Setup::default()));
}

#[test]
fn the_driver_that_looks_into_irps_runs() {
    is_correct(&Program::build("packet", &[], Setup::default()));
}

#[test]
fn the_driver_with_a_control_device_runs() {
    is_correct(&Program::build("control", &[], Setup::default()));
}

#[test]
fn the_driver_that_sends_runs() {
    is_correct(&Program::build("sender", &[], Setup::default()));
}

#[test]
fn what_the_compiler_and_the_c_library_bring_does_what_it_says() {
    is_correct(&Program::build("library", &[], Setup::default()));
}

#[test]
fn the_driver_that_chooses_queues_runs() {
    is_correct(&Program::build("chooser", &[], Setup::default()));
}

#[test]
fn the_driver_of_irps_runs() {
    is_correct(&Program::build("irps", &[], Setup::default()));
}

#[test]
fn the_driver_with_a_thread_runs() {
    is_correct(&Program::build("worker", &[], Setup::default()));
}

#[test]
fn the_driver_of_an_interrupt_runs() {
    is_correct(&Program::build("line", &[], Setup::default()));
}

#[test]
fn a_program_can_be_run_by_its_command() {
    let runs = |program: &Program, arguments: &[&str], expected: i32| {
        let output = program.command().args(arguments).output().expect("the program was built");
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {text}");
        text
    };
    let good = Program::build("worker", &["COMMAND"], Setup::default());
    assert!(runs(&good, &["--random", "20", "--seed", "3", "--verifier"], 0).contains("after 20 schedules"));
    assert!(runs(&good, &["--pct", "2", "5"], 0).contains("after 5 schedules"));
    assert!(runs(&good, &["--exhaustive", "1", "7"], 0).contains("after 7 schedules"));
    assert!(runs(&good, &["--every-order", "4"], 0).contains("after 4 schedules"));
    assert!(runs(&good, &["--help"], 0).contains("usage:"));
    assert!(runs(&good, &["--expect", "Deadlock"], 1).contains("expected Deadlock, found no broken rule"));
    for wrong in [&["--pct"][..], &["--what"], &["--seed", "x"], &["--replay"]] {
        assert!(runs(&good, wrong, 2).contains("usage:"));
    }
    let broken = Program::build("worker", &["COMMAND", "BREAK_STOP"], Setup::default());
    let report = runs(&broken, &[], 1);
    runs(&broken, &["--expect", "Deadlock"], 0);
    let schedule = report.split("Explorer::replay(\"").nth(1).and_then(|rest| rest.split('"').next());
    runs(&broken, &["--replay", schedule.expect("a report names its schedule"), "--expect", "Deadlock"], 0);
}

#[test]
fn an_irp_that_was_freed_is_told_from_one_that_never_was_made() {
    let report = |broken: &str| {
        let program = Program::build("irps", &["COMMAND", broken], Setup::default());
        let output = program.command().output().expect("the program was built");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    assert!(report("BREAK_TWICE").contains("was freed"));
    assert!(report("BREAK_FOREIGN").contains("is none that the driver made"));
}

/// The lines of a Makefile in the header's first comment, as they stand there.
#[test]
fn the_makefile_that_the_header_shows_builds_a_program() {
    if !Headers::Mingw.are_here() {
        eprintln!("the package mingw-w64-common is not installed");
        return;
    }
    let header = include_str!("../wdf-sim/c/include/wdf_sim.h");
    let lines = header.lines().skip_while(|line| !line.starts_with(" *   program:"));
    let lines = lines.map_while(|line| line.strip_prefix(" *   "));
    let makefile: String = lines.map(|line| line.replacen("        ", "\t", 1) + "\n").collect();
    let folder = folder().join("makefile");
    std::fs::create_dir_all(&folder).expect("a folder for the program");
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/c");
    for (from, to) in [("worker", "driver"), ("worker_queue", "queue"), ("worker_scene", "scene")] {
        std::fs::copy(format!("{sources}/{from}.c"), folder.join(format!("{to}.c"))).expect("a copy of the source");
    }
    std::fs::write(folder.join("Makefile"), makefile).expect("a Makefile");
    let mut make = Command::new("make");
    make.arg("-C").arg(&folder).arg(format!("CC=cc -DDBG=1 -DCOMMAND -I{sources}"));
    make.arg(format!("WDF_SIM={sources}/../../wdf-sim/c")).arg(format!("LIBRARY={}", library().display()));
    make.arg(format!("WDF={sources}/include/wdf")).arg("DDK=/usr/share/mingw-w64/include").arg("-B").succeeds();
    let output = Command::new(folder.join("program")).args(["--random", "3"]).succeeds();
    assert!(output.contains("no broken rule after 3 schedules"), "{output}");
}

#[test]
fn the_header_is_clean_in_c_and_in_cpp() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/c/header.c");
    for (compiler, options) in [("gcc", "-xc -std=c11"), ("g++", "-xc++ -std=c++11"), ("clang", "-xc -std=c11")] {
        if Command::new(compiler).arg("--version").output().is_ok() {
            let mut command = Command::new(compiler);
            command.args(options.split(' ')).args(["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-I"]);
            command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../wdf-sim/c/include")).arg(source).succeeds();
        }
    }
}

/// All drivers, with each compiler that is here, and against each set of headers.
#[test]
fn other_compilers_and_other_headers_make_the_same_drivers() {
    for headers in [Headers::Own, Headers::Mingw] {
        if !headers.are_here() {
            eprintln!("the package mingw-w64-common is not installed: the tests' own headers alone are tried");
            continue;
        }
        for (compiler, options) in [("gcc", ["-O0"]), ("gcc", ["-O2"]), ("clang", ["-O2"])] {
            if Command::new(compiler).arg("--version").output().is_err() {
                eprintln!("{compiler} is not installed");
                continue;
            }
            for driver in [
                "bell", "chooser", "control", "echo", "ioctl", "irps", "line", "packet", "routines", "sender",
                "services", "states", "worker",
            ] {
                let setup = Setup { compiler: Some(compiler), headers, options: &options, ..Setup::default() };
                let program = Program::build(driver, &[], setup);
                program.run(1, "calm", "ok");
            }
        }
    }
}

#[test]
fn no_routine_is_both_simulated_and_absent() {
    let symbols = Command::new("nm").args(["--extern-only", "--defined-only"]).arg(library()).succeeds();
    let named = |weak: bool| {
        let symbols = symbols.lines().filter_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            let (kind, name) = (words.next()?, words.next()?);
            (matches!(kind, "W" | "V") == weak).then_some(name)
        });
        symbols.collect::<BTreeSet<_>>()
    };
    let (absent, simulated) = (named(true), named(false));
    assert!(absent.contains("IoStartPacket") && simulated.contains("KeSetEvent"));
    let both: Vec<_> = absent.intersection(&simulated).collect();
    assert!(both.is_empty(), "these are simulated: take them out of wdf-sim/c/csrc/absent.h: {both:?}");
}

#[test]
fn a_driver_of_another_version_finds_its_table() {
    for version in ["01015", "01017", "01019", "01021", "01023", "01025", "01027", "01029", "01031"] {
        let define = format!("WDF_TESTS_VERSION={version}");
        Program::build("echo", &[&define], Setup::default()).run(0, "calm", "ok");
    }
}

#[test]
fn static_data_that_is_not_known_is_what_the_run_before_left() {
    let program = Program::build("echo", &[], Setup { image: Image::Unknown, ..Setup::default() });
    program.run(0, "calm", "ok");
    let output = program.run(0, "random", "TestFailed");
    assert!(output.contains("static data is not known"), "{output}");
}

#[test]
fn static_data_that_was_registered_is_restored() {
    let define = "REGISTER=RoutinesLoads";
    Program::build("routines", &[define], Setup { image: Image::Unknown, ..Setup::default() }).run(0, "random", "ok");
}

broken! {
    a_resource_that_is_not_held_is_reported: "sharing" "BREAK_RESOURCE" "calm" => "InvalidLockOperation";
    a_resource_that_is_not_deleted_is_reported: "sharing" "BREAK_LEAK" "calm" => "KernelObjectLeaked";
    a_writer_that_waits_for_itself_is_reported: "sharing" "BREAK_READER" "calm" => "SpinLockRecursion";
    a_protection_that_waits_for_itself_is_reported: "sharing" "BREAK_RUNDOWN" "calm" => "Deadlock";
    a_remove_lock_that_is_released_too_often_is_reported: "sharing" "BREAK_REMOVE" "calm" => "InvalidLockOperation";
    a_key_that_is_not_closed_is_reported: "sharing" "BREAK_KEY" "calm" => "KernelObjectLeaked";
    unmarking_without_the_lock_of_the_cancel_callback: "bell" "BREAK_LOCK" "random" => "UseAfterDestroy", "UseAfterDestroy|NotInAQueue";
    a_sleep_that_nobody_answers_for: "bell" "BREAK_STOP" "calm" => "RequestNeverCompleted";
    going_on_with_another_dispatch_context: "chooser" "BREAK_CONTEXT" "calm" => "IrpDispatchedWrongly";
    going_on_as_a_class_extension: "chooser" "BREAK_UNMARKED" "calm" => "IrpDispatchedWrongly";
    dispatching_with_flags_that_are_none: "chooser" "BREAK_FLAGS" "calm" => "ok", "IrpDispatchedWrongly";
    dispatching_to_a_queue_without_a_handler: "chooser" "BREAK_HANDLER" "calm" => "TestFailed", "IrpDispatchedWrongly";
    dispatching_to_another_devices_queue: "chooser" "BREAK_DEVICE" "calm" => "IrpDispatchedWrongly";
    dispatching_what_was_skipped: "chooser" "BREAK_SKIP" "calm" => "IrpDispatchedWrongly";
    dispatching_what_no_queue_takes: "chooser" "BREAK_MAJOR" "calm" => "IrpDispatchedWrongly";
    an_irp_that_is_dispatched_to_nobody: "chooser" "BREAK_FORGET" "calm" => "RequestNeverCompleted";
    completing_a_cancelable_request: "echo" "BREAK_UNMARK" "calm" => "CompletedWhileCancelable";
    a_timer_that_finds_a_cancelled_request: "echo" "BREAK_CANCEL" "random" => "UseAfterDestroy", "UseAfterDestroy|NotInAQueue";
    a_timer_that_is_not_under_the_queues_lock: "echo" "BREAK_SERIAL" "random" => "UseAfterDestroy", "UseAfterDestroy|NotInAQueue";
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
    writing_to_pool_memory_that_was_freed_long_ago: "routines" "BREAK_LONG_AGO" "calm" => "PoolUsedAfterFree";
    freeing_twice: "routines" "BREAK_FREE" "calm" => "PoolFreedTwice";
    releasing_a_mutex_of_nobody: "routines" "BREAK_MUTEX" "calm" => "InvalidLockOperation";
    lowering_to_a_higher_level: "routines" "BREAK_IRQL" "calm" => "IrqlTooHigh";
    leaving_a_handle_open: "services" "BREAK_HANDLE" "calm" => "KernelObjectLeaked";
    dereferencing_a_thread_twice: "services" "BREAK_REFERENCE" "calm" => "ObjectDeletedByDereference";
    unloading_before_a_thread_has_ended: "services" "BREAK_UNLOAD" "calm" => "UnloadedWhilePending";
    leaking_a_work_item: "services" "BREAK_ITEM" "calm" => "KernelObjectLeaked";
    queueing_a_work_item_twice: "services" "BREAK_REQUEUE" "calm" => "WorkItemMisused";
    freeing_a_work_item_that_is_queued: "services" "BREAK_QUEUED" "calm" => "WorkItemMisused";
    queueing_a_work_item_that_was_freed: "services" "BREAK_STALE" "calm" => "KernelObjectNotInitialized";
    deleting_a_lookaside_list_twice: "services" "BREAK_DELETED" "calm" => "KernelObjectNotInitialized";
    leaking_a_lookaside_list: "services" "BREAK_LOOKASIDE" "calm" => "KernelObjectLeaked";
    freeing_an_mdl_with_locked_pages: "services" "BREAK_MDL" "calm" => "MdlMisused";
    unlocking_pages_twice: "services" "BREAK_UNLOCK" "calm" => "MdlMisused";
    calling_what_is_not_simulated: "services" "BREAK_ABSENT" "calm" => "NotSimulated";
    reading_from_an_address_that_is_none: "services" "BREAK_WILD" "calm" => "InvalidMemoryAccess";
    writing_to_a_port: "services" "BREAK_PORT" "calm" => "NotSimulated";
    looking_at_an_irp_that_was_completed: "packet" "BREAK_IRP" "calm" => "InvalidMemoryAccess";
    asking_for_the_callers_buffers_from_a_queue: "packet" "BREAK_CONTEXT" "calm" => "ok", "NotInCallerContext";
    writing_behind_pool_memory: "packet" "BREAK_BEHIND" "calm" => "PoolOverrun";
    writing_before_pool_memory: "packet" "BREAK_BEFORE" "calm" => "PoolOverrun";
    writing_to_freed_pool_memory: "packet" "BREAK_FREED" "calm" => "PoolUsedAfterFree";
    a_thread_that_is_never_told_to_end: "worker" "BREAK_STOP" "calm" => "Deadlock";
    waiting_for_what_a_thread_says_and_not_for_its_end: "worker" "BREAK_ENDING" "random" => "UnloadedWhilePending";
    a_signal_that_is_forgotten: "worker" "BREAK_LOST" "random" => "Deadlock";
    a_thread_that_ends_at_another_level: "worker" "BREAK_LEVEL" "calm" => "LockHeldAtReturn";
    a_request_that_is_put_back_while_its_word_comes: "line" "BREAK_RACE" "exhaustive" => "Deadlock";
    leaving_registers_mapped: "line" "BREAK_UNMAP" "calm" => "KernelObjectLeaked";
    completing_in_a_service_routine: "line" "BREAK_ISR" "calm" => "IrqlTooHigh";
    a_dpc_that_keeps_the_interrupts_lock: "line" "BREAK_LOCK" "calm" => "LockHeldAtReturn";
    a_control_device_that_is_not_finished: "control" "BREAK_FINISH" "calm" => "TestFailed";
    a_control_device_that_is_deleted_twice: "control" "BREAK_TWICE" "calm" => "UseAfterDestroy";
    a_control_device_that_is_deleted_in_its_own_callback: "control" "BREAK_HERE" "calm" => "Deadlock";
    an_answer_longer_than_its_buffer: "control" "BREAK_BOUNDS" "calm" => "InformationTooLarge";
    an_init_that_is_freed_after_its_device_was_made: "control" "BREAK_INIT" "calm" => "RequiredParameterIsNull";
    a_request_that_is_forgotten_in_its_callers_context: "control" "BREAK_FORGET" "calm" => "RequestNeverCompleted";
    a_request_that_comes_back_and_is_forgotten: "sender" "BREAK_FORGET" "calm" => "RequestNeverCompleted";
    a_request_that_is_completed_while_it_is_sent: "sender" "BREAK_TWICE" "calm" => "UseAfterDestroy", "DoubleCompletion";
    a_request_that_is_sent_unformatted: "sender" "BREAK_FORMAT" "calm" => "SentUnformatted", "TestFailed";
    a_request_that_is_reused_while_it_is_sent: "sender" "BREAK_REUSE" "calm" => "ReusedWhileSent";
    a_request_that_is_deleted_while_it_is_sent: "sender" "BREAK_DELETE" "calm" => "DeletedWhileSent";
    a_request_that_is_sent_without_a_routine: "sender" "BREAK_ROUTINE" "calm" => "TestFailed", "SentWithoutCompletionRoutine";
    waiting_for_an_answer_under_a_spin_lock: "sender" "BREAK_LOCK" "calm" => "IrqlTooHigh";
    an_irp_that_nobody_stops: "irps" "BREAK_TOP" "calm" => "InvalidMemoryAccess";
    an_irp_that_is_freed_while_it_is_sent: "irps" "BREAK_FREE" "calm" => "DeletedWhileSent";
    an_irp_that_is_sent_twice: "irps" "BREAK_SENT" "calm" => "SentTwice";
    an_irp_that_is_not_freed: "irps" "BREAK_LEAK" "calm" => "KernelObjectLeaked";
    an_irp_that_is_freed_twice: "irps" "BREAK_TWICE" "calm" => "PoolFreedTwice";
    an_irp_that_the_driver_did_not_make_is_freed: "irps" "BREAK_FOREIGN" "calm" => "PoolFreedTwice";
    an_irp_without_a_stack_location: "irps" "BREAK_ROOM" "calm" => "FormattedWithoutRoom";
    an_irp_that_is_lost_before_the_framework_sees_it: "irps" "BREAK_LOSE" "calm" => "RequestNeverCompleted";
    an_irp_that_is_completed_after_it_was_passed_on: "irps" "BREAK_AGAIN" "calm" => "UseAfterDestroy";
    an_irp_that_is_completed_while_it_is_with_the_driver_below: "irps" "BREAK_KEPT" "calm" => "UseAfterDestroy";
    failing_fast: "library" "BREAK_FAST_FAIL" "calm" => "DriverPanicked";
    a_failed_assertion: "library" "BREAK_ASSERT" "calm" => "DriverPanicked";
    a_level_that_is_left_raised_through_its_register: "library" "BREAK_CR8" "calm" => "LockHeldAtReturn";
    reading_a_port: "library" "BREAK_PORT" "calm" => "NotSimulated";
    counting_in_two_steps: "library" "BREAK_RACE" "exhaustive" => "TestFailed";
    releasing_a_semaphore_beyond_its_limit: "states" "BREAK_LIMIT" "calm" => "InvalidLockOperation";
    releasing_a_semaphore_by_nothing: "states" "BREAK_NOTHING" "calm" => "InvalidLockOperation";
    setting_a_timer_with_a_dpc_that_is_none: "states" "BREAK_DPC" "calm" => "KernelObjectNotInitialized";
    unloading_before_a_timer_has_queued_its_dpc: "states" "BREAK_TIMER" "calm" => "UnloadedWhilePending";
    a_dpc_that_keeps_a_spin_lock: "states" "BREAK_HELD" "calm" => "LockHeldAtReturn";
    a_dpc_that_keeps_a_readers_spin_lock: "states" "BREAK_SHARED" "calm" => "LockHeldAtReturn";
    lowering_the_level_under_a_spin_lock: "states" "BREAK_LOWER" "calm" => "InvalidLockOperation";
    deleting_a_resource_that_is_held: "states" "BREAK_DELETE" "calm" => "InvalidLockOperation";
    paged_pool_at_dispatch_level: "routines" "BREAK_PAGED" "calm" => "IrqlTooHigh";
}
