//! A filter for Fluent Bit as one would write it in an hour: each record is parsed into a `serde_json::Value`, and one field
//! of it compared. It is built for interpreters as falconet's own is, by `cargo xtask bench filter`, and for nothing else.
#![cfg(target_family = "wasm")]
#![expect(
    unsafe_code,
    reason = "Fluent Bit passes addresses, and asks for memory by the C library's names"
)]

use std::alloc::{Layout, alloc, dealloc};

use serde_json::Value;

/// Room in front of a block for its size, and the alignment of both.
const HEADER: usize = 16;

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// Memory for `size` bytes; null if there is none.
#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut u8 {
    let Some(layout) = layout(size) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is never empty, since it holds the header.
    let block = unsafe { alloc(layout) };
    if block.is_null() {
        return block;
    }
    // SAFETY: the block begins with HEADER aligned bytes of ours.
    unsafe {
        block.cast::<usize>().write(size);
        block.add(HEADER)
    }
}

/// Gives a block of [`malloc`] back.
///
/// # Safety
/// `pointer` is null or came from [`malloc`] and was not freed since.
#[unsafe(no_mangle)]
unsafe extern "C" fn free(pointer: *mut u8) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: the header lies in front of every block of `malloc`.
    let (block, size) = unsafe {
        let block = pointer.sub(HEADER);
        (block, block.cast::<usize>().read())
    };
    if let Some(layout) = layout(size) {
        // SAFETY: the same layout as in `malloc`.
        unsafe { dealloc(block, layout) };
    }
}

/// The record itself if it creates a user, else null, which drops it.
///
/// # Safety
/// `record` is the address of `length` bytes with a NUL behind them.
#[unsafe(no_mangle)]
unsafe extern "C" fn falconet_filter(
    _tag: *const u8,
    _tag_length: usize,
    _seconds: u32,
    _nanoseconds: u32,
    record: *const u8,
    length: usize,
) -> *const u8 {
    if record.is_null() {
        return record;
    }
    // SAFETY: the caller's promise.
    let text = unsafe { std::slice::from_raw_parts(record, length) };
    let value = serde_json::from_slice(text).unwrap_or(Value::Null);
    if value.get("eventName").and_then(Value::as_str) == Some("CreateUser") {
        return record;
    }
    std::ptr::null()
}
