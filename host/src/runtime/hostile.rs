//! Modules that answer with lies: whatever they say, a call ends in an answer that lies in their memory, or in a failure.

use std::thread;

use super::{Failure, Instance, Program, RuntimeError};
use crate::cli::{Size, TimeSpan};
use crate::limits::ModuleLimits;

fn limits() -> ModuleLimits {
    ModuleLimits {
        memory: Size::mebibytes(1),
        timeout: TimeSpan::whole(2),
        ..ModuleLimits::default()
    }
}

/// What a module does where others answer, in its own words.
struct Lies {
    /// Answers of `falconet_eval`, and of everything that is asked in JSON.
    answer: &'static str,
    /// What `falconet_alloc` gives.
    memory: &'static str,
    /// The words of the header at 4096, where an honest answer would lie.
    header: [u64; 6],
}

/// Nothing is wrong with this one: no lines, nothing counted.
const HONEST: Lies = Lies {
    answer: PACKED,
    memory: "i32.const 8192",
    header: [0; 6],
};
/// 48 bytes at 4096.
const PACKED: &str = "i64.const 0x100000000030";

fn instance(lies: &Lies) -> Result<Instance, RuntimeError> {
    let words = lies.header.iter().flat_map(|word| word.to_le_bytes());
    let header: Vec<String> = words.map(|byte| format!("\\{byte:02x}")).collect();
    let text = format!(
        r#"(module (memory (export "memory") 1)
        (data (i32.const 4096) "{header}")
        (func (export "falconet_abi") (result i32) i32.const 1)
        (func (export "falconet_alloc") (param i32) (result i32) {memory})
        (func (export "falconet_free") (param i32 i32))
        (func (export "falconet_load") (param i32 i32) (result i64) {answer})
        (func (export "falconet_call") (param i32 i32) (result i64) {answer})
        (func (export "falconet_eval") (param i32 i32 i32 i32) (result i64) {answer})
        (func (export "falconet_last_error") (result i64) i64.const -1))"#,
        header = header.concat(),
        memory = lies.memory,
        answer = lies.answer,
    );
    Program::prepare(&wat::parse_str(text).unwrap(), &limits(), None)?.start()
}

/// Judges two bytes.
fn judged(lies: &Lies) -> Result<(u64, Vec<u8>, Vec<u32>), Failure> {
    let mut instance = instance(lies).unwrap();
    instance.batch_buffer(16)?;
    let judged = instance.eval(1, 2, 3)?;
    Ok((
        judged.events,
        judged.lines.to_vec(),
        judged.rules().collect(),
    ))
}

const OUTSIDE: &str = "a result lies outside its memory";
const TOO_SHORT: &str = "the answer to a batch is too short for what it announces";
const NO_MEMORY: &str = "it gave memory that it does not have";

#[test]
fn an_honest_answer_is_taken() {
    assert_eq!(judged(&HONEST), Ok((0, Vec::new(), Vec::new())));
    assert_eq!(instance(&HONEST).unwrap().load(b"{}").unwrap().len(), 48);
}

#[test]
fn answers_that_lie_elsewhere_are_not_read() {
    for (answer, broken) in [
        ("i64.const -1", OUTSIDE),
        ("i64.const 0xffffffff", OUTSIDE),
        ("i64.const 0xffffffff00000030", OUTSIDE),
        ("i64.const 0x1000100000000", OUTSIDE),
        ("i64.const 0x1000000000000", TOO_SHORT),
        // One byte more than there is, then the last byte.
        ("i64.const 0xfff100000010", OUTSIDE),
        ("i64.const 0xffff00000001", TOO_SHORT),
        ("i64.const 0x100000000000", TOO_SHORT),
        ("i64.const 0x10000000002f", TOO_SHORT),
        (
            "i64.const 0",
            "it does not know the rules that it had loaded",
        ),
    ] {
        let lies = Lies { answer, ..HONEST };
        assert_eq!(judged(&lies), Err(Failure::Contract(broken)), "{answer}");
    }
}

#[test]
fn headers_that_announce_what_is_not_there_are_refused() {
    for header in [
        [0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, u64::MAX, 0],
        [0, 0, 0, 0, 0, u64::MAX],
        [0, 0, 0, 0, u64::MAX, 1],
        [0, 0, 0, 0, 1 << 63, 1 << 63],
        [0, 0, 0, 0, 1 << 32, 0],
    ] {
        let lies = Lies { header, ..HONEST };
        assert_eq!(
            judged(&lies),
            Err(Failure::Contract(TOO_SHORT)),
            "{header:?}"
        );
    }
}

#[test]
fn counts_are_taken_as_they_are_and_reserve_nothing() {
    let lies = Lies {
        header: [u64::MAX, u64::MAX, u64::MAX, u64::MAX, 0, 0],
        ..HONEST
    };
    assert_eq!(judged(&lies), Ok((u64::MAX, Vec::new(), Vec::new())));
}

#[test]
fn an_answer_may_lie_in_what_was_asked_or_be_all_of_the_memory() {
    let answer = "(i64.store (i32.const 8224) (i64.const 65)) (i64.const 0x200000000030)";
    let overlapping = judged(&Lies { answer, ..HONEST });
    assert_eq!(overlapping, Err(Failure::Contract(TOO_SHORT)));
    let answer = "i64.const 0x10000";
    let (events, lines, rules) = judged(&Lies { answer, ..HONEST }).unwrap();
    assert_eq!((events, lines.len(), rules.len()), (0, 0, 0));
}

#[test]
fn memory_that_is_not_there_is_not_written() {
    for memory in [
        "i32.const -1",
        "i32.const 65536",
        "i32.const 65535",
        "i32.const 65520",
    ] {
        let lies = Lies { memory, ..HONEST };
        assert_eq!(judged(&lies), Err(Failure::Contract(NO_MEMORY)), "{memory}");
    }
    let lies = Lies {
        memory: "i32.const 0",
        ..HONEST
    };
    assert_eq!(judged(&lies), Err(Failure::OutOfMemory(Size::mebibytes(1))));
}

#[test]
fn what_never_ends_or_only_grows_is_ended() {
    let endless = "(loop (br 0)) i64.const 0";
    let growing =
        "(loop (br_if 0 (i32.ne (i32.const -1) (memory.grow (i32.const 1))))) unreachable";
    let failure = |answer| judged(&Lies { answer, ..HONEST }).unwrap_err();
    assert_eq!(failure(endless), Failure::OutOfTime(limits().timeout));
    assert_eq!(failure(growing), Failure::OutOfMemory(Size::mebibytes(1)));
}

#[test]
fn endless_recursion_is_ended() {
    let answer = "(call 5 (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))";
    let thread = thread::Builder::new().stack_size(limits().thread_stack());
    let failed = thread.spawn(move || judged(&Lies { answer, ..HONEST }));
    assert_eq!(failed.unwrap().join().unwrap(), Err(Failure::OutOfStack));
}

#[test]
fn memory_that_moves_under_an_answer_is_read_where_it_is() {
    let answer = "(drop (memory.grow (i32.const 3))) i64.const 0x100000000030";
    assert_eq!(
        judged(&Lies { answer, ..HONEST }),
        Ok((0, Vec::new(), Vec::new()))
    );
}

#[test]
fn last_words_that_lie_elsewhere_are_none() {
    let lies = Lies {
        answer: "unreachable",
        ..HONEST
    };
    assert_eq!(judged(&lies), Err(Failure::Silent));
}
