//! A driver on a framework that is older than the one it was compiled for.
//!
//! The framework says how many functions it has, and how large its structures are, in a few words for the whole process, so this
//! is a program of its own, in which one test runs at a time.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use wdf_safe::status::{Error, NtStatus};
use wdf_sim::{Explorer, Verifier};

/// How many functions each version of the framework has that had more than the one before, from the oldest that wdf-safe can be
/// bound to (wdffuncenum.h of each; 1.17 has those of 1.15, or two more).
const FUNCTIONS: [(&str, u32); 6] =
    [("1.15", 444), ("1.19", 446), ("1.21", 448), ("1.23", 451), ("1.25", 453), ("1.31", 458)];
/// Where the function stands in the table that the driver asks for: 1.21 brought it.
const REQUESTOR_PROCESS_ID: u32 = 447;

/// What the driver was told.
static ANSWER: Mutex<Option<Result<u32, Error>>> = Mutex::new(None);

mod driver {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::parallel().default_queue().read(read).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        *super::ANSWER.lock().unwrap() = Some(request.requestor_process_id());
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// What the driver learns of the process that reads.
fn asked(functions: u32) -> Result<u32, Error> {
    // SAFETY: no other thread of this program reads it at this moment; no simulation runs.
    unsafe { wdf_sim_sys::WdfFunctionCount = functions };
    Explorer::calm().verifier(Verifier::Off).run(|machine| {
        let file = machine.load(&driver::DRIVER).unwrap().add_device().unwrap().open().unwrap();
        assert!(file.read(1).is_success());
    });
    ANSWER.lock().unwrap().take().expect("the driver was asked")
}

/// Did the driver's device start?
static LOADED: AtomicBool = AtomicBool::new(false);

/// Only one test at a time changes what the framework says.
static ONE: Mutex<()> = Mutex::new(());

/// The size of `WDF_IO_QUEUE_CONFIG` before KMDF 1.23, without its last member.
const OLDER_QUEUE_CONFIG: usize = 88;

/// Hole 16. The framework's own size of the structure is told, whatever it is: with the older one the driver loads, and one that
/// no framework has is refused.
#[test]
fn structures_have_the_size_that_the_older_framework_knows() {
    let _one = ONE.lock().unwrap();
    let index = wdf_sim_sys::_WDFSTRUCTENUM::INDEX_WDF_IO_QUEUE_CONFIG as usize;
    // SAFETY: no other thread of this program writes it.
    let sizes = unsafe { wdf_sim_sys::WdfStructures };
    // SAFETY: one of as many sizes as there are structures.
    let place = unsafe { sizes.add(index) };
    // SAFETY: as above.
    let ours = unsafe { place.read() };
    let loads = |size: usize| {
        // SAFETY: as above; no simulation runs.
        unsafe { place.write(size) };
        Explorer::calm().verifier(Verifier::Off).run(|machine| {
            let device = machine.load(&driver::DRIVER).unwrap().add_device();
            LOADED.store(device.is_ok(), Ordering::Relaxed);
        });
        LOADED.load(Ordering::Relaxed)
    };
    assert!(loads(4), "the framework is as new as the driver: its own sizes are not looked at");
    // SAFETY: as above.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 1 };
    assert!(loads(OLDER_QUEUE_CONFIG));
    assert!(!loads(4), "the size is that of the table");
    // SAFETY: as above.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 0 };
    assert!(loads(ours));
}

#[test]
fn a_function_that_an_older_framework_lacks_is_an_error_and_not_a_panic() {
    let _one = ONE.lock().unwrap();
    // SAFETY: as above.
    let all = unsafe { wdf_sim_sys::WdfFunctionCount };
    let missing = Error::Missing { ddi: "WdfRequestGetRequestorProcessId" };
    assert_eq!(missing.status(), NtStatus::NOT_SUPPORTED);
    for (version, functions) in FUNCTIONS {
        let answer = asked(functions);
        if functions > REQUESTOR_PROCESS_ID {
            assert!(answer.is_ok_and(|process| process != 0), "{version}");
        } else {
            assert_eq!(answer, Err(missing), "{version}");
        }
    }
    assert_eq!(FUNCTIONS.last(), Some(&("1.31", all)), "1.33 has the functions of 1.31");
}

/// `functions!` calls what every framework has: that is asserted where wdf-safe is compiled. This is what it has beside.
#[test]
fn every_newer_function_that_wdf_safe_calls_is_tried_above() {
    let source = include_str!("../wdf-safe/src/sys/call.rs");
    let (_, list) = source.split_once("\nnewer_functions! {").expect("the list of the newer functions");
    let (list, _) = list.split_once("\n}").expect("its end");
    let newer: Vec<&str> =
        list.lines().filter_map(|line| line.trim().split_once(": PFN_")).map(|line| line.0).collect();
    assert_eq!(newer, ["WdfRequestGetRequestorProcessId"]);
    assert!(source.contains(&format!("const GUARANTEED: usize = {};", FUNCTIONS[0].1)));
}

/// A driver that hands the framework one of each structure whose size wdf-safe looks up.
mod whole {
    use core::time::Duration;
    use wdf_safe::prelude::*;
    use wdf_safe::target::{Access, wide};

    static DISK: [u16; 12] = wide(br"\Device\Disk");
    const NUMBER: PropertyKey<u32> = PropertyKey::new(Guid(1, 2, 3, [4; 8]), 2);

    type Line = Interrupt<Device<Whole>, ()>;

    #[object_context]
    struct Whole {
        files: FileObjects,
        power: PowerPolicy,
        disk: Child<RemoteTarget<Whole>>,
        timer: Child<Timer<Device<Whole>>>,
        bell: Child<Dpc<Device<Whole>>>,
        work: Child<WorkItem<Device<Whole>>>,
        line: Child<Line>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        let files = init.use_file_objects();
        let idle = IdleSettings::with_wake().timeout(Duration::from_secs(1)).sleep_in(Sleep::D2);
        let power = init.power_policy().idle(idle).wake(WakeSettings::new().sleep_in(Sleep::D2));
        let whole = WholeInit {
            files,
            power,
            disk: Child::init(),
            timer: Child::init(),
            bell: Child::init(),
            work: Child::init(),
            line: Child::init(),
        };
        let device = DeviceConfig::new(init).d0_entry(event).arm_wake_from_s0(event).create(cx, whole)?;
        device.set_pnp_capabilities(cx, PnpCapabilities::new().removable(true))?;
        device.set_state(cx, DeviceState::new().not_disableable(true))?;
        device.assign_property(cx, &NUMBER, Some(7))?;
        QueueConfig::parallel().default_queue().read(read).create(cx, &device, ())?;
        TimerConfig::new(tick).create(cx, &*device, |whole| &whole.timer)?;
        DpcConfig::new(ring).create(cx, &*device, |whole| &whole.bell)?;
        WorkItemConfig::new(work).create(cx, &*device, |whole| &whole.work)?;
        InterruptConfig::new(service, serviced).create(cx, &*device, (), |whole| &whole.line)?;
        RemoteTarget::create(cx, &device, |whole| &whole.disk)?.open_by_name(cx, &DISK, Access::Read)?;
        Ok(device.added())
    }

    #[evt_device_event]
    fn event(_: &mut Cx<'_, Passive>, _: &Device<Whole>) -> Result<()> {
        Ok(())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_timer]
    fn tick(_: &mut Cx<'_, Dispatch>, _: &Timer<Device<Whole>>) {}

    #[evt_dpc]
    fn ring(_: &mut Cx<'_, Dispatch>, _: &Dpc<Device<Whole>>) {}

    #[evt_work_item]
    fn work(_: &mut Cx<'_, Work>, _: &WorkItem<Device<Whole>>) {}

    #[evt_interrupt_isr]
    fn service(_: &mut Cx<'_, Dirql>, _: &Line, _: &mut (), _: u32) -> bool {
        false
    }

    #[evt_interrupt_dpc]
    fn serviced(_: &mut Cx<'_, Dispatch>, _: &Line) {}
}

/// Whether such a device starts without breaking a rule, or what is wrong.
fn starts() -> Result<(), String> {
    let started = Arc::new(Mutex::new(Err("not loaded".to_owned())));
    let said = Arc::clone(&started);
    let explored = Explorer::calm().verifier(Verifier::On).check(move |machine| {
        let _disk = machine
            .lower(|arrival| {
                let _ = arrival.complete_fully();
            })
            .named(r"\Device\Disk");
        let device = machine.load(&whole::DRIVER).and_then(|driver| driver.add_device());
        *said.lock().unwrap() = device.map(drop).map_err(|status| format!("{status:?}"));
    });
    explored.map_err(|report| report.violation.to_string())?;
    started.lock().unwrap().clone()
}

/// Hole 16, for all of them: what the framework's table says is what the framework is told.
#[test]
fn every_structure_that_grew_has_the_size_of_the_framework_below() {
    let _one = ONE.lock().unwrap();
    let source = include_str!("../wdf-safe/src/sys/config.rs");
    let looked_up: BTreeSet<&str> = source
        .match_indices("INDEX_")
        .map(|(at, _)| &source[at..at + source[at..].find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap()])
        .collect();
    assert!(looked_up.len() > 12, "{looked_up:?}");
    let indices = include_str!("../wdf-sim/sys/src/struct_index.rs");
    assert_eq!(starts(), Ok(()));
    // SAFETY: no simulation runs, and only one test of this program at a time.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 1 };
    assert_eq!(starts(), Ok(()), "the framework's sizes are those of the headers");
    let mut not_told = Vec::new();
    for name in looked_up {
        let (_, index) = indices.split_once(&format!("{name}: Type = ")).expect("a structure of the framework");
        let index: usize = index.split_once(';').expect("a number").0.parse().expect("a number");
        // SAFETY: as above.
        let sizes = unsafe { wdf_sim_sys::WdfStructures };
        // SAFETY: one of as many sizes as there are structures.
        let place = unsafe { sizes.add(index) };
        // SAFETY: as above.
        let right = unsafe { place.read() };
        // SAFETY: as above.
        unsafe { place.write(4) };
        if starts().is_ok() {
            not_told.push(name);
        }
        // SAFETY: as above.
        unsafe { place.write(right) };
    }
    // SAFETY: as above.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 0 };
    assert!(not_told.is_empty(), "of a size that no framework has, and nobody said so: {not_told:?}");
}
