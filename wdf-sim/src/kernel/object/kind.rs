//! What kinds of objects there are, and what only one kind has.
//!
//! Each kind's state is in the file of its noun beside this folder; here it becomes an object's [`Body`], and the accessors by
//! which the rest of the kernel gets at it (`objects.request(id)`).
//!
//! Key types: [`Kind`], [`Body`]. Facts: `fxtypes.h`.

use super::{Id, Objects};
use crate::kernel::collection::Collection;
use crate::kernel::device::Device;
use crate::kernel::dpc::Dpc;
use crate::kernel::driver::Driver;
use crate::kernel::file::File;
use crate::kernel::interrupt::Interrupt;
use crate::kernel::lock::Lock;
use crate::kernel::memory::{Lookaside, Memory};
use crate::kernel::queue::Queue;
use crate::kernel::registry::RegKey;
use crate::kernel::request::Request;
use crate::kernel::resource::CmResList;
use crate::kernel::string::Text;
use crate::kernel::target::IoTarget;
use crate::kernel::timer::Timer;
use crate::kernel::wmi::{WmiInstance, WmiProvider};
use crate::kernel::work_item::WorkItem;

/// What kind an object is; the numbers are the framework's type codes, which bug checks show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Kind {
    Object = 0x1000,
    Driver = 0x1001,
    Device = 0x1002,
    Queue = 0x1003,
    WmiProvider = 0x1004,
    RegKey = 0x1006,
    String = 0x1007,
    Request = 0x1008,
    Lookaside = 0x1009,
    Memory = 0x100A,
    Collection = 0x100E,
    Dpc = 0x1015,
    File = 0x1018,
    WaitLock = 0x1023,
    SpinLock = 0x1024,
    WorkItem = 0x1025,
    Interrupt = 0x1027,
    Timer = 0x1028,
    WmiInstance = 0x1034,
    CmResList = 0x1036,
    IoTarget = 0x1200,
    RemoteTarget = 0x1201,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Driver => "driver",
            Self::Device => "device",
            Self::Queue => "queue",
            Self::RegKey => "key",
            Self::String => "string",
            Self::Lookaside => "lookaside",
            Self::Request => "request",
            Self::Memory => "memory",
            Self::Collection => "collection",
            Self::Dpc => "dpc",
            Self::File => "file",
            Self::WaitLock => "waitlock",
            Self::SpinLock => "spinlock",
            Self::WorkItem => "workitem",
            Self::Interrupt => "interrupt",
            Self::Timer => "timer",
            Self::WmiProvider => "provider",
            Self::WmiInstance => "instance",
            Self::CmResList => "resources",
            Self::IoTarget | Self::RemoteTarget => "target",
        }
    }
}

/// What only one kind of object has.
#[derive(Debug)]
pub(crate) enum Body {
    Object,
    Driver(Driver),
    Device(Box<Device>),
    Queue(Box<Queue>),
    RegKey(RegKey),
    String(Text),
    Lookaside(Box<Lookaside>),
    Request(Request),
    Memory(Memory),
    Collection(Collection),
    Dpc(Dpc),
    File(File),
    WaitLock(Lock),
    SpinLock(Lock),
    WorkItem(WorkItem),
    Interrupt(Box<Interrupt>),
    Timer(Timer),
    WmiProvider(WmiProvider),
    WmiInstance(WmiInstance),
    CmResList(CmResList),
    IoTarget(Box<IoTarget>),
}

impl Body {
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Object => Kind::Object,
            Self::Driver(_) => Kind::Driver,
            Self::Device(_) => Kind::Device,
            Self::Queue(_) => Kind::Queue,
            Self::RegKey(_) => Kind::RegKey,
            Self::String(_) => Kind::String,
            Self::Lookaside(_) => Kind::Lookaside,
            Self::Request(_) => Kind::Request,
            Self::Memory(_) => Kind::Memory,
            Self::Collection(_) => Kind::Collection,
            Self::Dpc(_) => Kind::Dpc,
            Self::File(_) => Kind::File,
            Self::WaitLock(_) => Kind::WaitLock,
            Self::SpinLock(_) => Kind::SpinLock,
            Self::WorkItem(_) => Kind::WorkItem,
            Self::Interrupt(_) => Kind::Interrupt,
            Self::Timer(_) => Kind::Timer,
            Self::WmiProvider(_) => Kind::WmiProvider,
            Self::WmiInstance(_) => Kind::WmiInstance,
            Self::CmResList(_) => Kind::CmResList,
            Self::IoTarget(target) if target.remote => Kind::RemoteTarget,
            Self::IoTarget(_) => Kind::IoTarget,
        }
    }
}

/// The simulator took one kind of object for another.
#[cold]
#[inline(never)]
fn wrong_body(id: Id, is: Kind, wanted: &str) -> ! {
    panic!("{id:?} is a {is:?}, not a {wanted}")
}

/// Access to the body of an object that is known to be of a kind.
macro_rules! bodies {
    ($($($get:ident)?, $($get_mut:ident)?: $variant:ident => $type:ty;)*) => {
        impl Objects {
            $(
                $(#[inline]
                pub(crate) fn $get(&self, id: Id) -> &$type {
                    match &self.get(id).body {
                        Body::$variant(body) => body,
                        other => wrong_body(id, other.kind(), stringify!($variant)),
                    }
                })?

                $(#[inline]
                pub(crate) fn $get_mut(&mut self, id: Id) -> &mut $type {
                    match &mut self.get_mut(id).body {
                        Body::$variant(body) => body,
                        other => wrong_body(id, other.kind(), stringify!($variant)),
                    }
                })?
            )*
        }
    };
}

bodies! {
    driver, driver_mut: Driver => Driver;
    wmi_provider, : WmiProvider => WmiProvider;
    wmi_instance, wmi_instance_mut: WmiInstance => WmiInstance;
    device, device_mut: Device => Device;
    queue, queue_mut: Queue => Queue;
    request, request_mut: Request => Request;
    io_target, io_target_mut: IoTarget => IoTarget;
    , memory_mut: Memory => Memory;
    collection, collection_mut: Collection => Collection;
    string, string_mut: String => Text;
    reg_key, : RegKey => RegKey;
    lookaside, : Lookaside => Lookaside;
    dpc, dpc_mut: Dpc => Dpc;
    file, file_mut: File => File;
    work_item, work_item_mut: WorkItem => WorkItem;
    interrupt, interrupt_mut: Interrupt => Interrupt;
    timer, timer_mut: Timer => Timer;
    cm_res_list, cm_res_list_mut: CmResList => CmResList;
}
