use std::ptr::null_mut;
use wdf_sim::*;
use wdf_sim_sys as wdk_sys;
use wdk_sys::*;

unsafe extern "C" fn entry(d: *mut DRIVER_OBJECT, r: PCUNICODE_STRING) -> NTSTATUS {
    let mut c = WDF_DRIVER_CONFIG {
        Size: size_of::<WDF_DRIVER_CONFIG>() as u32,
        EvtDriverDeviceAdd: Some(add),
        ..Default::default()
    };
    unsafe { call_unsafe_wdf_function_binding!(WdfDriverCreate, d, r, null_mut(), &mut c, null_mut()) }
}
unsafe extern "C" fn add(_: WDFDRIVER, mut init: PWDFDEVICE_INIT) -> NTSTATUS {
    let mut dev = null_mut();
    let s = unsafe { call_unsafe_wdf_function_binding!(WdfDeviceCreate, &mut init, null_mut(), &mut dev) };
    if !NT_SUCCESS(s) {
        return s;
    }
    let mut q = WDF_IO_QUEUE_CONFIG {
        Size: size_of::<WDF_IO_QUEUE_CONFIG>() as u32,
        DispatchType: _WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchSequential,
        DefaultQueue: 1,
        EvtIoRead: Some(read),
        EvtIoWrite: Some(write),
        PowerManaged: 2,
        ..Default::default()
    };
    unsafe { call_unsafe_wdf_function_binding!(WdfIoQueueCreate, dev, &mut q, null_mut(), null_mut()) }
}
unsafe extern "C" fn read(_: WDFQUEUE, r: WDFREQUEST, _l: usize) {
    let mut p = null_mut();
    let mut n = 0;
    let s = unsafe { call_unsafe_wdf_function_binding!(WdfRequestRetrieveOutputBuffer, r, 1, &mut p, &mut n) };
    assert_eq!(s, 0);
    unsafe { std::ptr::write_bytes(p.cast::<u8>(), 7, n) };
    unsafe { call_unsafe_wdf_function_binding!(WdfRequestCompleteWithInformation, r, 0, n as u64) };
}
unsafe extern "C" fn write(_: WDFQUEUE, r: WDFREQUEST, l: usize) {
    if l == 3 {
        panic!("three")
    }
    unsafe { call_unsafe_wdf_function_binding!(WdfRequestComplete, r, 0) };
    if l == 2 {
        unsafe { call_unsafe_wdf_function_binding!(WdfRequestComplete, r, 0) };
    }
}
static D: DriverImage = DriverImage::new("smoke", entry);
fn scene(m: &Machine, len: usize) {
    let drv = m.load(&D).unwrap();
    let dev = drv.add_device().unwrap();
    let f = dev.open().unwrap();
    let c = f.read(5);
    assert_eq!(c.output, [7; 5]);
    assert!(f.write(&vec![1; len]).is_success());
}
#[test]
fn ok() {
    for v in [Verifier::Off, Verifier::On] {
        let e = Explorer::calm().verifier(v).run(|m| scene(m, 1));
        assert_eq!(e.counts.completed, 2);
        println!("{e:?}");
    }
}
#[test]
fn double() {
    for v in [Verifier::Off, Verifier::On] {
        let e = Explorer::calm().verifier(v).check(|m| scene(m, 2)).unwrap_err();
        println!("{e}");
    }
}
#[test]
fn panics() {
    for v in [Verifier::Off, Verifier::On] {
        let e = Explorer::calm().verifier(v).check(|m| scene(m, 3)).unwrap_err();
        println!("{e}");
    }
}
#[test]
fn many() {
    let e = Explorer::random(1, 20000).trace(0).run(|m| scene(m, 1));
    println!("{e:?}");
}
#[test]
fn two_threads() {
    let e = Explorer::exhaustive(2).run(|m| {
        let drv = m.load(&D).unwrap();
        let dev = drv.add_device().unwrap();
        let f = dev.open().unwrap();
        let t = m.spawn(move |_| {
            assert!(f.read(5).is_success());
        });
        assert!(f.read(4).is_success());
        t.join();
    });
    println!("{e:?}");
    assert!(e.exhausted);
}
#[test]
fn abandoned() {
    for _ in 0..200 {
        let _ = Explorer::calm().check(|m| scene(m, 2)).unwrap_err();
    }
}
