use crate::support::{ANSWER, Ran, Workplace, module};

/// Scans a poisoned input between two good ones: those must be judged, and the exit code must tell.
fn with_poison(poison: &[u8], options: &[&str]) -> Ran {
    let workplace = Workplace::new();
    workplace.file("1.json", b"one\n");
    workplace.file("2.json", poison);
    workplace.file("3.json", b"three\n");
    let ran = workplace.scan(&[options, &["1.json", "2.json", "3.json"]].concat());
    assert_eq!(ran.stdout, "one\nthree\n", "{ran:#?}");
    ran
}

#[test]
fn a_trap_does_not_cost_the_next_input() {
    let ran = with_poison(b"two T\n", &[]);
    ran.expect(1, "falconet: 2.json: the module gave up: panicked at the test, in bytes 0 to 6\nfalconet: 2.json: not everything in bytes 0 to 6 is judged\n");
}

#[test]
fn an_endless_loop_ends_at_the_deadline() {
    let ran = with_poison(b"two L\n", &["--timeout", "100ms"]);
    ran.expect(
        1,
        "2.json: the module ran over its time of 100ms (--timeout), in bytes 0 to 6",
    );
}

#[test]
fn memory_ends_at_the_cap() {
    let ran = with_poison(b"two G\n", &["--memory", "16MiB", "--stats"]);
    ran.expect(
        1,
        "2.json: the module ran out of its memory of 16MiB (--memory)",
    );
    assert!((15 << 20..=16 << 20).contains(&ran.stat("module memory, bytes")));
}

#[test]
fn endless_recursion_ends_at_the_stack_limit() {
    with_poison(b"two S\n", &[]).expect(1, "2.json: the module overflowed its stack");
    with_poison(b"two S\n", &["--stack", "64KiB"])
        .expect(1, "2.json: the module overflowed its stack");
    with_poison(b"two S\n", &["--stack", "64MiB"])
        .expect(1, "2.json: the module overflowed its stack");
}

#[test]
fn an_import_that_nobody_gives_can_be_linked_but_not_called() {
    let ran = with_poison(b"two I\n", &[]);
    ran.expect(
        1,
        "2.json: the module called `./glue.js::unknown`, which this host does not give it",
    );
}

#[test]
fn an_answer_outside_the_memory_is_not_read() {
    with_poison(b"two ~\n", &[]).expect(
        1,
        "2.json: the module broke its contract: a result lies outside its memory",
    );
}

#[test]
fn what_came_before_a_trap_is_kept_and_the_place_is_named() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"0123456789T");
    let ran = workplace.scan(&["--batch", "4", "a.json"]);
    ran.expect(
        1,
        "in bytes 8 to 11\nfalconet: a.json: not everything in bytes 0 to 11 is judged\n",
    );
    assert_eq!(ran.stdout, "01234567");
}

#[test]
fn a_trap_costs_the_line_that_raised_it_and_no_other() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"{1}\n{2}\n{T}\n{4}\n{T}\n{T}\n{7}");
    for batch in ["1MiB", "8", "4"] {
        let ran = workplace.scan(&["--batch", batch, "--stats", "a.json"]);
        ran.expect(
            1,
            "falconet: a.json: not everything in bytes 8 to 12 is judged\n",
        );
        ran.expect(
            1,
            "falconet: a.json: not everything in bytes 20 to 24 is judged\n",
        );
        assert_eq!(ran.stdout, "{1}\n{2}\n{4}\n{7}", "{batch}");
        assert_eq!(ran.stat("events"), 3, "{batch}");
    }
}

#[test]
fn a_trap_costs_a_record_that_had_begun_before_its_batch() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"{1}\n{begun T}\n{3}\n");
    let ran = workplace.scan(&["--batch", "6", "a.json"]);
    ran.expect(
        1,
        "in bytes 10 to 14\nfalconet: a.json: not everything in bytes 4 to 14 is judged\n",
    );
    assert_eq!(ran.stdout, "{1}\n{begun{3}\n");
}

#[test]
fn places_behind_a_trap_are_those_in_the_input() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"{1}\n{T}\n{!}\n");
    // The stand-in says that record 7 at byte 12 is malformed, whatever came before, and counts the flags as skipped records.
    workplace
        .scan(&["a.json"])
        .expect(1, "a.json: record 10 at byte 20 is malformed");
}

#[test]
fn an_input_that_kills_again_and_again_is_left_in_the_end() {
    let workplace = Workplace::new();
    workplace.file("a.json", &b"{T}\n".repeat(100));
    workplace.file("b.json", b"next\n");
    let ran = workplace.scan(&["--stats", "a.json", "b.json"]);
    ran.expect(
        1,
        "panicked at the test; what follows byte 60 is not judged\n",
    );
    assert_eq!(ran.stat("module failures"), 17);
    assert_eq!(ran.stdout, "next\n");
}

#[test]
fn another_version_of_the_abi_is_refused_with_both_numbers() {
    let ran = Workplace::with_module(&module(7, ANSWER)).scan(&["-"]);
    ran.expect(
        1,
        "cannot be used: the module speaks version 7 of the ABI, this falconet speaks version 1",
    );
}

#[test]
fn what_is_no_module_is_refused() {
    Workplace::with_module(b"no module")
        .scan(&["-"])
        .expect(1, "not a WebAssembly module that falconet can run");
    let bare = wat::parse_str("(module)").unwrap();
    Workplace::with_module(&bare).scan(&["-"]).expect(
        1,
        "not a falconet module: it has no usable export `falconet_abi`",
    );
}

#[test]
fn a_module_that_never_starts_is_stopped() {
    let text = "(module (func (export \"falconet_abi\") (result i32) (loop (br 0)) (i32.const 1)))";
    let workplace = Workplace::with_module(&wat::parse_str(text).unwrap());
    workplace
        .scan(&["--timeout", "50ms", "-"])
        .expect(1, "the module ran over its time of 50ms");
}

#[test]
fn a_module_that_wants_too_much_memory_is_refused() {
    let workplace = Workplace::with_module(
        &wat::parse_str("(module (memory (export \"memory\") 1000))").unwrap(),
    );
    workplace
        .scan(&["--memory", "1MiB", "--batch", "4KiB", "-"])
        .expect(1, "the module cannot be started");
}

#[test]
fn a_module_of_64_bit_memory_or_several_memories_is_refused() {
    for text in ["(module (memory i64 1))", "(module (memory 1) (memory 1))"] {
        let workplace = Workplace::with_module(&wat::parse_str(text).unwrap());
        workplace
            .scan(&["-"])
            .expect(1, "not a WebAssembly module that falconet can run");
    }
}

/// A module whose every answer, and whose last words, are the same many bytes.
fn verbose(megabytes: u32, load: &str) -> Workplace {
    let text = format!(
        r#"(module (memory (export "memory") {pages})
        (func (export "falconet_abi") (result i32) i32.const 1)
        (func (export "falconet_alloc") (param i32) (result i32) i32.const 64)
        (func (export "falconet_free") (param i32 i32))
        (func $say (export "falconet_call") (param i32 i32) (result i64) i64.const {len})
        (func (export "falconet_load") (param i32 i32) (result i64) {load})
        (func (export "falconet_eval") (param i32 i32 i32 i32) (result i64) unreachable)
        (func (export "falconet_last_error") (result i64) (call $say (i32.const 0) (i32.const 0))))"#,
        pages = (megabytes + 1) * 16,
        len = u64::from(megabytes) << 20
    );
    Workplace::with_module(&wat::parse_str(text).unwrap())
}

#[test]
fn an_endless_answer_is_not_copied() {
    let workplace = verbose(257, "(call $say (i32.const 0) (i32.const 0))");
    workplace.scan(&["-"]).expect(
        1,
        "the module broke its contract: an answer in JSON is beyond 256 MiB\n",
    );
}

#[test]
fn endless_last_words_are_cut_short() {
    let ran = verbose(1, "unreachable").scan(&["-"]);
    ran.expect(1, "falconet: the module gave up: ");
    assert!(ran.stderr.len() < 40_000, "{} bytes", ran.stderr.len());
}

#[test]
fn answers_that_are_no_json_are_refused() {
    for answer in ["", "[", "{}", "{\"ok\": true}", "\u{1}"] {
        Workplace::with_module(&module(1, answer))
            .scan(&["-"])
            .expect(1, "the module broke its contract");
    }
}

#[test]
fn a_missing_module_is_named() {
    let workplace = Workplace::new();
    std::fs::remove_file(workplace.path("module.wasm")).unwrap();
    workplace
        .run(&["--version"])
        .expect(1, "falconet: cannot read the module `");
}

#[test]
fn wasi_grants_nothing_and_its_error_output_is_shown() {
    let text = r#"(module
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\10\00\00\00\0c\00\00\00")
      (data (i32.const 16) "guest speaks")
      (func (export "falconet_abi") (result i32)
        (if (i32.eqz (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 5) (i32.const 0) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 64)))
          (then (return (i32.const 99))))
        (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 64)))
        unreachable))"#;
    let ran = Workplace::with_module(&wat::parse_str(text).unwrap()).scan(&["-"]);
    ran.expect(
        1,
        "the module cannot be started: the module gave up: guest speaks",
    );
}
