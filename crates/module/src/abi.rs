//! The C ABI. The only file of the module with `unsafe`; its contract is `docs/ABI.md`.
#![expect(
    unsafe_code,
    reason = "a C ABI takes addresses and exports unmangled names"
)]

use std::alloc::{Layout, alloc, dealloc};
use std::cell::RefCell;

use crate::service::ABI_VERSION;
use crate::{Service, filter, panics};

/// Zero bytes behind every allocation, so that a scanner may load whole vectors.
const PADDING: usize = 64;

thread_local! {
    static SERVICE: RefCell<Service> = RefCell::new(Service::new());
}

/// `pointer << 32 | length`, the form of every result.
fn pack(bytes: &[u8]) -> u64 {
    if bytes.is_empty() {
        return 0;
    }
    ((bytes.as_ptr() as u64) << 32) | bytes.len() as u64
}

/// The bytes that a caller passed.
///
/// # Safety
/// `pointer` is 0, or the address of `length` initialised bytes that nobody writes during the call.
unsafe fn passed<'a>(pointer: *const u8, length: usize) -> &'a [u8] {
    if pointer.is_null() {
        return &[];
    }
    // SAFETY: the caller's promise above.
    unsafe { std::slice::from_raw_parts(pointer, length) }
}

/// Runs `work` on the one service of this instance.
fn with_service<R>(work: impl FnOnce(&mut Service) -> R) -> R {
    panics::install();
    SERVICE.with(|service| work(&mut service.borrow_mut()))
}

fn layout(length: usize) -> Option<Layout> {
    Layout::from_size_align(length.checked_add(PADDING)?, 16).ok()
}

/// The version of the ABI.
#[unsafe(no_mangle)]
pub extern "C" fn falconet_abi() -> u32 {
    ABI_VERSION
}

/// Memory for `length` bytes with zeros behind it; null if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn falconet_alloc(length: usize) -> *mut u8 {
    let Some(layout) = layout(length) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is never empty, since it holds the padding.
    let pointer = unsafe { alloc(layout) };
    if !pointer.is_null() {
        // SAFETY: the allocation is `length + PADDING` bytes long.
        unsafe { pointer.add(length).write_bytes(0, PADDING) };
    }
    pointer
}

/// Gives memory back.
///
/// # Safety
/// `pointer` came from [`falconet_alloc`] with the same `length` and was not freed since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_free(pointer: *mut u8, length: usize) {
    let Some(layout) = layout(length) else { return };
    if !pointer.is_null() {
        // SAFETY: the caller's promise above.
        unsafe { dealloc(pointer, layout) };
    }
}

/// Loads a ruleset.
///
/// # Safety
/// `pointer` is 0, or the address of `length` bytes that nobody writes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_load(pointer: *const u8, length: usize) -> u64 {
    // SAFETY: the caller's promise.
    let request = unsafe { passed(pointer, length) };
    with_service(|service| pack(service.load(request)))
}

/// Judges a batch.
///
/// # Safety
/// `pointer` is 0, or the address of `length` bytes that nobody writes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_eval(
    handle: u32,
    pointer: *const u8,
    length: usize,
    flags: u32,
) -> u64 {
    // SAFETY: the caller's promise.
    let batch = unsafe { passed(pointer, length) };
    with_service(|service| pack(service.eval(handle, batch, flags)))
}

/// Says where in a batch records lie.
///
/// # Safety
/// `pointer` is 0, or the address of `length` bytes that nobody writes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_split(
    handle: u32,
    pointer: *const u8,
    length: usize,
    flags: u32,
) -> u64 {
    // SAFETY: the caller's promise.
    let batch = unsafe { passed(pointer, length) };
    with_service(|service| pack(service.split(handle, batch, flags)))
}

/// Everything for people.
///
/// # Safety
/// `pointer` is 0, or the address of `length` bytes that nobody writes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_call(pointer: *const u8, length: usize) -> u64 {
    // SAFETY: the caller's promise.
    let request = unsafe { passed(pointer, length) };
    with_service(|service| pack(service.call(request)))
}

/// The message of the panic that killed this instance.
#[unsafe(no_mangle)]
pub extern "C" fn falconet_last_error() -> u64 {
    panics::with_last(pack)
}

/// Fluent Bit's filter: what becomes of a record, as a text that ends with a NUL; null to drop it.
///
/// # Safety
/// `record` is 0, or the address of `record_length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn falconet_filter(
    _tag: *const u8,
    _tag_length: usize,
    seconds: u32,
    nanoseconds: u32,
    record: *const u8,
    record_length: usize,
) -> *const u8 {
    // SAFETY: the caller's promise.
    let record = unsafe { passed(record, record_length) };
    panics::install();
    let now_ns = u64::from(seconds) * 1_000_000_000 + u64::from(nanoseconds);
    filter::judge(record, now_ns, |answer| {
        answer.map_or(std::ptr::null(), <[u8]>::as_ptr)
    })
}
