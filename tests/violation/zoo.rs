//! One object of each kind, to call every function of the table with.

use wdf_sim::Resources;
use wdf_tests::raw::{
    CLASS, Collection, Dpc, Held, Lookaside, Memory, Rig, SUCCESS, Slot, SpinLock, Text, Timer, WaitLock, WorkItem,
    World, attributes, isr, object, parallel, plan, unicode, utf16,
};

use crate::sizes::size_of_pointed;
use crate::table::{Function, call, functions};

/// What a driver has when its device works.
pub(crate) struct Zoo {
    rig: Rig<(usize, usize)>,
    functions: Vec<Function>,
    handles: Vec<(&'static str, usize)>,
}

/// A function that takes anything and returns nothing.
extern "C" fn nothing() -> usize {
    0
}

/// A page of zeros, for as long as the process lives.
fn page() -> usize {
    Box::leak(Box::new([0_u128; 256])).as_mut_ptr() as usize
}

/// The same, which begins with this size.
fn sized_page(size: usize) -> usize {
    let mut page = [0_u128; 256];
    page[0] = size as u128;
    Box::leak(Box::new(page)).as_mut_ptr() as usize
}

impl Zoo {
    pub(crate) fn new(m: &World<'_>) -> Self {
        let (held, lists) = (Held::empty(), Slot::empty());
        let resources = Resources::new().line(10, 5);
        let seen = lists.clone();
        let plan = plan().files().prepare_hardware(move |_, _, translated| {
            seen.put(translated.0);
            SUCCESS
        });
        let read = held.clone();
        let rig = m.build_with(plan, &resources, move |device| {
            let read = read.clone();
            let queue = device.queue(parallel().default_queue().read(move |request| read.put(request)));
            (queue.0, device.interrupt(&isr(|_, _| false)).0)
        });
        let device = rig.raw;
        std::mem::forget(rig.open().begin_read(8));
        let request = held.take();
        let mut zoo = Self { rig, functions: functions(), handles: Vec::new() };
        let driver = zoo.call("WdfDeviceGetDriver", &[device.0]);
        let provider = device.wmi_provider(&CLASS, 40, 0).expect("a provider");
        let instance = device.wmi_instance(None, Some(provider), &attributes(), |_| {}).expect("an instance");
        let under = || attributes().parent(device);
        zoo.handles = vec![
            ("WDFDRIVER", driver),
            ("WDFDEVICE", device.0),
            ("WDFQUEUE", zoo.rig.made.0),
            ("WDFINTERRUPT", zoo.rig.made.1),
            ("WDFREQUEST", request.0),
            ("WDFFILEOBJECT", request.file().expect("a file object").0),
            ("WDFCMRESLIST", lists.take()),
            ("WDFMEMORY", Memory::create(&under(), 64).expect("a memory").0),
            ("WDFOBJECT", object(&under()).expect("an object").0),
            ("WDFCOLLECTION", Collection::of(device).0),
            ("WDFSTRING", Text::of("text").0),
            ("WDFKEY", device.key(1).expect("a key").0),
            ("WDFSPINLOCK", SpinLock::create(&under()).expect("a lock").0),
            ("WDFWAITLOCK", WaitLock::create(&under()).expect("a lock").0),
            ("WDFTIMER", Timer::of(device, |_| {}).0),
            ("WDFDPC", Dpc::of(device, |_| {}).0),
            ("WDFWORKITEM", WorkItem::of(device, |_| {}).0),
            ("WDFIOTARGET", device.new_target(&under()).expect("a target").0),
            ("WDFLOOKASIDE", Lookaside::create(&under(), &attributes(), 16).expect("a list").0),
            ("WDFWMIPROVIDER", provider.handle()),
            ("WDFWMIINSTANCE", instance.handle()),
        ];
        zoo
    }

    /// Calls a function by its name.
    pub(crate) fn call(&self, name: &str, arguments: &[usize]) -> usize {
        let function = self.functions.iter().find(|function| function.name == name).expect("a function of the table");
        call(function.index, arguments)
    }

    /// Something valid for each argument of a function: handles, an init, pages of zeros, nothing for what is optional.
    pub(crate) fn arguments(&self, function: &Function) -> Vec<usize> {
        function.arguments.iter().map(|kind| self.value(kind, &function.name)).collect()
    }

    /// The object of this type of handle.
    pub(crate) fn handle(&self, kind: &str) -> usize {
        self.handles.iter().find(|(of, _)| *of == kind).map_or(0, |(_, handle)| *handle)
    }

    fn value(&self, kind: &str, function: &str) -> usize {
        match kind {
            "PWDFDEVICE_INIT" if function.contains("Control") => {
                wdf_tests::raw::control_init(self.rig.raw, "D:P(A;;GA;;;SY)").expect("an init").0
            }
            "PWDFDEVICE_INIT" => self.rig.raw.child_init().expect("an init").0,
            "PWDF_OBJECT_ATTRIBUTES" => Box::leak(Box::new(attributes().to_raw())) as *mut _ as usize,
            "PCUNICODE_STRING" => {
                let units = Box::leak(utf16(r"\DosDevices\Zoo").into_boxed_slice());
                std::ptr::from_ref(Box::leak(Box::new(unicode(units)))) as usize
            }
            _ if kind.starts_with("PFN") => nothing as *const () as usize,
            _ if kind.starts_with("WDF") && !kind.contains('_') => self.handle(kind),
            _ if size_of_pointed(kind).is_some() => sized_page(size_of_pointed(kind).unwrap_or_default()),
            _ if kind.starts_with('P') || kind.starts_with('*') || kind.starts_with("LP") => page(),
            "usize" | "size_t" => 16,
            _ => 0,
        }
    }
}
