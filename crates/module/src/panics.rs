//! What a trap would otherwise swallow.
//!
//! The panic hook copies its message into memory that stays readable on the dead instance.

use std::cell::RefCell;
use std::sync::Once;

/// Longest message that is kept, in bytes.
const CAPACITY: usize = 512;

thread_local! {
    static LAST: RefCell<Message> = const { RefCell::new(Message { bytes: [0; CAPACITY], length: 0 }) };
}

static HOOK: Once = Once::new();

struct Message {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Message {
    fn set(&mut self, text: &str) {
        let length = text.floor_char_boundary(CAPACITY);
        if let (Some(target), Some(source)) =
            (self.bytes.get_mut(..length), text.as_bytes().get(..length))
        {
            target.copy_from_slice(source);
            self.length = length;
        }
    }
}

/// Installs the hook; later calls do nothing.
pub(crate) fn install() {
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let text = info.to_string();
            LAST.with(|last| {
                if let Ok(mut last) = last.try_borrow_mut() {
                    last.set(&text);
                }
            });
        }));
    });
}

/// Calls `read` with the message of the last panic, empty if there was none.
pub(crate) fn with_last<R>(read: impl FnOnce(&[u8]) -> R) -> R {
    LAST.with(|last| {
        let last = last.borrow();
        read(last.bytes.get(..last.length).unwrap_or_default())
    })
}
