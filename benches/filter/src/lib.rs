//! A filter for Fluent Bit as one would write it in an hour: each record is parsed into a `serde_json::Value`, and one field
//! of it compared. It is built for interpreters as falconet's own is, by `cargo xtask bench filter`, and for nothing else.
#![cfg(target_family = "wasm")]
#![expect(unsafe_code, reason = "Fluent Bit passes addresses")]

use serde_json::Value;

/// As falconet's own module has it, so that both get their records in the same way.
#[path = "../../../crates/module/src/wamr.rs"]
mod wamr;

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
