//! `WDFSTRING`: a string as an object.
//!
//! Functions only.
//!
//! Facts: wdfstring.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfstring/>.

use crate::declare::wdf_functions;
use crate::{NTSTATUS, PCUNICODE_STRING, PUNICODE_STRING, PWDF_OBJECT_ATTRIBUTES, WDFSTRING};

wdf_functions! {
    #[index(WdfStringCreateTableIndex)]
    #[pointer(PFN_WDFSTRINGCREATE)]
    fn WdfStringCreate(
        UnicodeString: PCUNICODE_STRING,
        StringAttributes: PWDF_OBJECT_ATTRIBUTES,
        String: *mut WDFSTRING,
    ) -> NTSTATUS;

    #[index(WdfStringGetUnicodeStringTableIndex)]
    #[pointer(PFN_WDFSTRINGGETUNICODESTRING)]
    fn WdfStringGetUnicodeString(String: WDFSTRING, UnicodeString: PUNICODE_STRING);
}
