//! Which types of wdf-safe may go to another thread, and be shared with one, against the table of `docs/soundness.md`.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use syn::Item;
use wdf_safe::collection::{Collection, Lent};
use wdf_safe::context::{Block, Placed, TypeInfo};
use wdf_safe::device::{
    DeviceProperty, Failure, Finished, PnpCapabilities, PropertyKey, PropertyMemory, SharedControl, control,
};
use wdf_safe::driver::{DriverInit, Loaded};
use wdf_safe::hardware::{MemoryRange, Registers, RegistersInit, Resources, Window};
use wdf_safe::interrupt::Interrupt;
use wdf_safe::irql::{Dispatch, Passive};
use wdf_safe::lock::{SpinLock, SpinLockInit, WaitLock, WaitLockInit, ZeroedSpinLock};
use wdf_safe::log::LogLevel;
use wdf_safe::memory::{Lookaside, Memory};
use wdf_safe::object::{Child, ChildInit};
use wdf_safe::pdo::{ParentQueue, ParentQueueInit};
use wdf_safe::pool::{PoolBox, PoolVec, Refused, Tag};
use wdf_safe::power_policy::{IdleSettings, PowerPolicy, PowerPolicyInit, WakeSettings};
use wdf_safe::prelude::{
    Added, Cx, Device, DeviceInit, DeviceState, Dpc, Driver, NtStatus, Queue, Read, Request, Timer, WorkItem,
};
use wdf_safe::queue::{Candidate, Retrieval, Retrieved};
use wdf_safe::register::{
    DeviceConfig, DpcConfig, DriverConfig, InterruptConfig, NonPnp, NonPnpConfig, OpenConfig, QueueConfig, Scope,
    TimerConfig, WorkItemConfig,
};
use wdf_safe::registry::{Key, Strings, Value};
use wdf_safe::request::{
    Answered, AnyParameters, ByKind, CancelList, CancelListInit, CancelSlot, CancelSlotInit, Control, Failed,
    FileObject, Handled, Input, InputSide, NoResume, Output, Owned, Removing, RequestMdl, RequestMemory, SentList,
    SentListInit, SentTicket, Slot, SlotInit, StopNotice, Suspending, Taken, Tracked, Unmarked, Writer,
};
use wdf_safe::status::Error;
use wdf_safe::sync::{AtomicBool, AtomicPtr};
use wdf_safe::target::{
    Argument, Asked, Deadline, Formatted, LetGo, Outcome, OwnRequest, Prepared, RemoteTarget, RemovalCanceled,
    RemovalQuery, Target,
};

use super::named;
use super::soundness::{SOUNDNESS, section};
use super::source::parsed;

/// Answers for a type: what is inherent, where the bound holds, is found before what the trait has.
struct Probe<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized + Send> Probe<T> {
    const SEND: bool = true;
}

impl<T: ?Sized + Sync> Probe<T> {
    const SYNC: bool = true;
}

trait Otherwise {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T: ?Sized> Otherwise for Probe<T> {}

macro_rules! probe {
    ($($name:ident: $type:ty;)*) => {
        vec![$((stringify!($name), <Probe<$type>>::SEND, <Probe<$type>>::SYNC)),*]
    };
}

/// What `ioctl!` declares.
mod declared {
    wdf_safe::ioctl::ioctl! {
        /// Does nothing.
        pub struct Ping(()) -> () { device: 0x8000, function: 0x801, method: Buffered, access: Any }
    }
}

/// What has bytes or a handle, each with parameters that say no more than they must.
fn probes() -> Vec<(&'static str, bool, bool)> {
    type Req = Request<'static, Owned, Read>;
    probe! {
        Added: Added<'static>; Answered: Answered<'static>; AnyParameters: AnyParameters; Argument: Argument;
        Asked: Asked; AtomicBool: AtomicBool; AtomicPtr: AtomicPtr<u8>; Block: Block<()>; ByKind: ByKind<'static, Owned, ()>;
        CancelList: CancelList<Read, 2>; CancelListInit: CancelListInit<Read, 2>; CancelSlot: CancelSlot<Read>;
        CancelSlotInit: CancelSlotInit<Read>; Candidate: Candidate<'static>; Child: Child<Queue<()>>;
        ChildInit: ChildInit<Queue<()>>; Collection: Collection;
        Control: Control<'static, declared::Ping, wdf_safe::request::DeviceControl>; Cx: Cx<'static, Passive>;
        Deadline: Deadline; Device: Device;
        DeviceControlParameters: wdf_safe::request::DeviceControlParameters; DeviceConfig: DeviceConfig<'static, ()>; DeviceInit: DeviceInit<'static>;
        DeviceProperty: DeviceProperty; DeviceState: DeviceState; Dpc: Dpc<Device>; DpcConfig: DpcConfig<Device, ()>;
        Driver: Driver; DriverConfig: DriverConfig<()>; DriverInit: DriverInit<'static>; Error: Error; Failed: Failed<Req>;
        Failure: Failure; FileObject: FileObject<'static>; FileObjects: wdf_safe::request::FileObjects;
        FileObjectsInit: wdf_safe::device::FileObjectsInit<'static>; Finished: Finished<'static>; Guid: wdf_safe::device::Guid;
        Handled: Handled<'static>; IdleSettings: IdleSettings; Input: Input<'static>;
        Interrupt: Interrupt<Device, u8>;
        InterruptConfig: InterruptConfig<Device, u8, wdf_safe::irql::Dirql>; Key: Key<'static>; Lent: Lent<'static>;
        LetGo: LetGo<'static>; Loaded: Loaded<'static>; LogLevel: LogLevel; Lookaside: Lookaside<Device>;
        Memory: Memory; MemoryRange: MemoryRange; NewDevice: wdf_safe::device::NewDevice<'static, ()>;
        NonPnp: NonPnp<'static, ()>; NonPnpConfig: NonPnpConfig<()>; NtStatus: NtStatus; OpenConfig: OpenConfig<'static, ()>;
        Outcome: Outcome; Output: Output<'static>; OwnRequest: OwnRequest<'static, (), Formatted>;
        ParentQueue: ParentQueue; ParentQueueInit: ParentQueueInit<'static, ()>; Placed: Placed<u8>;
        PnpCapabilities: PnpCapabilities; PoolBox: PoolBox<u8>; PoolVec: PoolVec<u8>; PowerPolicy: PowerPolicy;
        PowerPolicyInit: PowerPolicyInit<'static>; Prepared: Prepared<'static, 'static, (), Read>;
        PropertyKey: PropertyKey<u32>; PropertyMemory: PropertyMemory<'static>; Queue: Queue<()>;
        QueueConfig: QueueConfig<(), wdf_safe::queue::Sequential, Dispatch, ()>; Refused: Refused<u8>; Registers: Registers<8>;
        RegistersInit: RegistersInit<8>; RemoteTarget: RemoteTarget<()>; RemovalCanceled: RemovalCanceled<'static, ()>;
        RemovalQuery: RemovalQuery<'static, ()>; Removing: Removing<'static>; Request: Req;
        RequestMdl: RequestMdl<'static, InputSide>; RequestMemory: RequestMemory<'static, InputSide>;
        Resources: Resources<'static>; Retrieval: Retrieval; Retrieved: Retrieved<'static>; Scope: Scope;
        SentList: SentList; SentListInit: SentListInit; SentTicket: SentTicket; SharedControl: SharedControl;
        SharedControlInit: control::SharedControlInit; Slot: Slot<Read>; SlotInit: SlotInit<Read>; SpinLock: SpinLock<u8>;
        SpinLockInit: SpinLockInit<u8>; StopNotice: StopNotice<'static>; Strings: Strings;
        Suspending: Suspending<'static, NoResume>; Tag: Tag; Taken: Taken; Target: Target<'static, ()>; Timer: Timer<Device>;
        TimerConfig: TimerConfig<Device, ()>;
        TransferParameters: wdf_safe::request::TransferParameters; Tracked: Tracked<'static, Req>; TypeInfo: TypeInfo;
        Unmarked: Unmarked<'static, Read>; Value: Value; WaitLock: WaitLock<u8>; WaitLockInit: WaitLockInit<u8>;
        WakeSettings: WakeSettings; Window: Window<'static, 8>; WorkItem: WorkItem<Device>;
        WorkItemConfig: WorkItemConfig<Device, ()>; Writer: Writer<'static, Read>; ZeroedSpinLock: ZeroedSpinLock<u8>;
    }
}

/// The public types, with whether one has values that say more than which of some names it is: markers have none, and an
/// enumeration of names may go anywhere.
fn public_types() -> BTreeMap<String, bool> {
    fn of_items(items: &[Item], found: &mut BTreeMap<String, bool>) {
        for item in items {
            match item {
                Item::Struct(declared) if matches!(declared.vis, syn::Visibility::Public(_)) => {
                    // A marker with a parameter has a phantom, and nothing makes one.
                    let is_marker = declared.fields.len() == 1
                        && matches!(declared.fields, syn::Fields::Unnamed(_))
                        && declared.fields.iter().all(|field| mentions_phantom(&field.ty));
                    found.insert(declared.ident.to_string(), !is_marker);
                }
                Item::Enum(declared) if matches!(declared.vis, syn::Visibility::Public(_)) => {
                    let carries = declared.variants.iter().any(|variant| !variant.fields.is_empty());
                    found.insert(declared.ident.to_string(), carries);
                }
                _ => {}
            }
        }
    }
    fn mentions_phantom(ty: &syn::Type) -> bool {
        quote::ToTokens::to_token_stream(ty).to_string().starts_with("PhantomData")
    }
    let mut found = BTreeMap::new();
    for (file, parsed) in parsed() {
        if !file.starts_with("sys/") && !file.starts_with("__private") {
            of_items(&parsed.items, &mut found);
        }
    }
    // Declared by a macro, which the text does not show as items.
    for name in ["Timer", "Dpc", "WorkItem", "AtomicBool", "AtomicPtr"] {
        found.insert(name.to_owned(), true);
    }
    found
}

#[test]
fn what_goes_to_another_thread_is_what_the_table_says() {
    let mut listed = BTreeMap::new();
    for row in section(SOUNDNESS, "## Threads") {
        for name in named(&row[0]) {
            let before = listed.insert(name.to_owned(), (row[1] == "yes", row[2] == "yes"));
            assert!(before.is_none(), "{name} has two rows");
        }
    }
    let probes = probes();
    let wrong: Vec<String> = probes
        .iter()
        .filter(|(name, send, sync)| listed.get(*name) != Some(&(*send, *sync)))
        .map(|(name, send, sync)| format!("`{name}` is Send: {send}, Sync: {sync}"))
        .collect();
    assert!(wrong.is_empty(), "{SOUNDNESS} should say:\n{}", wrong.join("\n"));
    let probed: Vec<&str> = probes.iter().map(|(name, ..)| *name).collect();
    let missing: Vec<String> = public_types()
        .into_iter()
        .filter(|(name, carries)| *carries && !probed.contains(&name.as_str()))
        .map(|(name, _)| name)
        .collect();
    assert!(missing.is_empty(), "public types, each of which needs a probe and a row: {missing:?}");
    let stale: Vec<_> = listed.keys().filter(|name| !probed.contains(&name.as_str())).collect();
    assert!(stale.is_empty(), "rows of types that are not probed: {stale:?}");
}

/// What is in a lock, a pool or a context may go to other threads, or be shared, only if it may itself.
#[test]
fn what_contains_something_is_as_free_as_that() {
    type Stays = PhantomData<*mut ()>;
    type Alone = std::cell::Cell<u8>;
    let stays = probe! {
        SpinLock: SpinLock<Stays>; WaitLock: WaitLock<Stays>; PoolBox: PoolBox<Stays>; PoolVec: PoolVec<Stays>;
        Refused: Refused<Stays>; SpinLockInit: SpinLockInit<Stays>;
    };
    assert!(stays.iter().all(|(_, send, sync)| !send && !sync), "{stays:?}");
    let locked = probe! { SpinLock: SpinLock<Alone>; WaitLock: WaitLock<Alone>; };
    assert!(locked.iter().all(|(_, send, sync)| *send && *sync), "one thread at a time: {locked:?}");
    let shared = probe! { Block: Block<Alone>; PoolBox: PoolBox<Alone>; PoolVec: PoolVec<Alone>; };
    assert!(shared.iter().all(|(_, _, sync)| !sync), "a reference is one to what is inside: {shared:?}");
}
