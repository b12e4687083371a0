//! `WDFKEY`: registry keys and their values.
//!
//! Functions only.
//!
//! Facts: wdfregistry.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfregistry/>.

use crate::declare::wdf_functions;
use crate::{
    ACCESS_MASK, HANDLE, NTSTATUS, PCUNICODE_STRING, POOL_TYPE, PULONG, PUNICODE_STRING, PUSHORT, PVOID,
    PWDF_OBJECT_ATTRIBUTES, PWDFMEMORY_OFFSET, ULONG, WDFCOLLECTION, WDFKEY, WDFMEMORY, WDFSTRING,
};

wdf_functions! {
    #[index(WdfRegistryOpenKeyTableIndex)]
    #[pointer(PFN_WDFREGISTRYOPENKEY)]
    fn WdfRegistryOpenKey(
        ParentKey: WDFKEY,
        KeyName: PCUNICODE_STRING,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfRegistryCreateKeyTableIndex)]
    #[pointer(PFN_WDFREGISTRYCREATEKEY)]
    fn WdfRegistryCreateKey(
        ParentKey: WDFKEY,
        KeyName: PCUNICODE_STRING,
        DesiredAccess: ACCESS_MASK,
        CreateOptions: ULONG,
        CreateDisposition: PULONG,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfRegistryCloseTableIndex)]
    #[pointer(PFN_WDFREGISTRYCLOSE)]
    fn WdfRegistryClose(Key: WDFKEY);

    #[index(WdfRegistryWdmGetHandleTableIndex)]
    #[pointer(PFN_WDFREGISTRYWDMGETHANDLE)]
    fn WdfRegistryWdmGetHandle(Key: WDFKEY) -> HANDLE;

    #[index(WdfRegistryRemoveKeyTableIndex)]
    #[pointer(PFN_WDFREGISTRYREMOVEKEY)]
    fn WdfRegistryRemoveKey(Key: WDFKEY) -> NTSTATUS;

    #[index(WdfRegistryRemoveValueTableIndex)]
    #[pointer(PFN_WDFREGISTRYREMOVEVALUE)]
    fn WdfRegistryRemoveValue(Key: WDFKEY, ValueName: PCUNICODE_STRING) -> NTSTATUS;

    #[index(WdfRegistryQueryValueTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYVALUE)]
    fn WdfRegistryQueryValue(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        ValueLength: ULONG,
        Value: PVOID,
        ValueLengthQueried: PULONG,
        ValueType: PULONG,
    ) -> NTSTATUS;

    #[index(WdfRegistryQueryMemoryTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYMEMORY)]
    fn WdfRegistryQueryMemory(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        PoolType: POOL_TYPE,
        MemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        Memory: *mut WDFMEMORY,
        ValueType: PULONG,
    ) -> NTSTATUS;

    #[index(WdfRegistryQueryMultiStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYMULTISTRING)]
    fn WdfRegistryQueryMultiString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        StringsAttributes: PWDF_OBJECT_ATTRIBUTES,
        Collection: WDFCOLLECTION,
    ) -> NTSTATUS;

    #[index(WdfRegistryQueryUnicodeStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYUNICODESTRING)]
    fn WdfRegistryQueryUnicodeString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        ValueByteLength: PUSHORT,
        Value: PUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfRegistryQueryStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYSTRING)]
    fn WdfRegistryQueryString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        String: WDFSTRING,
    ) -> NTSTATUS;

    #[index(WdfRegistryQueryULongTableIndex)]
    #[pointer(PFN_WDFREGISTRYQUERYULONG)]
    fn WdfRegistryQueryULong(Key: WDFKEY, ValueName: PCUNICODE_STRING, Value: PULONG) -> NTSTATUS;

    #[index(WdfRegistryAssignValueTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNVALUE)]
    fn WdfRegistryAssignValue(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        ValueType: ULONG,
        ValueLength: ULONG,
        Value: PVOID,
    ) -> NTSTATUS;

    #[index(WdfRegistryAssignMemoryTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNMEMORY)]
    fn WdfRegistryAssignMemory(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        ValueType: ULONG,
        Memory: WDFMEMORY,
        MemoryOffsets: PWDFMEMORY_OFFSET,
    ) -> NTSTATUS;

    #[index(WdfRegistryAssignMultiStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNMULTISTRING)]
    fn WdfRegistryAssignMultiString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        StringsCollection: WDFCOLLECTION,
    ) -> NTSTATUS;

    #[index(WdfRegistryAssignUnicodeStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNUNICODESTRING)]
    fn WdfRegistryAssignUnicodeString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        Value: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfRegistryAssignStringTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNSTRING)]
    fn WdfRegistryAssignString(
        Key: WDFKEY,
        ValueName: PCUNICODE_STRING,
        String: WDFSTRING,
    ) -> NTSTATUS;

    #[index(WdfRegistryAssignULongTableIndex)]
    #[pointer(PFN_WDFREGISTRYASSIGNULONG)]
    fn WdfRegistryAssignULong(Key: WDFKEY, ValueName: PCUNICODE_STRING, Value: ULONG) -> NTSTATUS;
}
