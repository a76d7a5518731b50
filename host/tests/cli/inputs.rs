use std::fs;

use crate::support::{Workplace, gzip, noise};

#[test]
fn a_folder_is_scanned_in_the_order_of_its_names() {
    let workplace = Workplace::new();
    for name in ["c.json", "c/z.json", "B.ndjson", "a/b/x.json", "a/b.json"] {
        workplace.file(&format!("in/{name}"), format!("{name}\n").as_bytes());
    }
    workplace.file("in/n.json.gz", &gzip(b"packed\n"));
    let ran = workplace.scan(&["in"]);
    ran.expect(0, "");
    assert_eq!(
        ran.stdout,
        "B.ndjson\na/b/x.json\na/b.json\nc/z.json\nc.json\npacked\n"
    );
    assert_eq!(ran.stderr, "warning: an unused list\n");
}

#[test]
fn digests_are_skipped_and_other_files_noted_once() {
    let workplace = Workplace::new();
    workplace.file("in/CloudTrail-Digest/1.json", b"T");
    workplace.file("in/1_CloudTrail-Digest_x.json.gz", b"T");
    workplace.file("in/CloudTrail-Insight/1.json", b"insight\n");
    for name in ["a.txt", "b.log", "c.csv", "d.md"] {
        workplace.file(&format!("in/{name}"), b"T");
    }
    let ran = workplace.scan(&["--stats", "in"]);
    ran.expect(
        0,
        "falconet: note: left out in/a.txt, in/b.log, in/c.csv and 1 more: no files that are named .json",
    );
    assert_eq!(ran.stat("skipped digests"), 2);
    assert_eq!(ran.stdout, "insight\n");
}

#[test]
fn standard_input_is_read() {
    let ran = Workplace::new().scan_stdin(b"one\ntwo\n");
    ran.expect(0, "");
    assert_eq!(ran.stdout, "one\ntwo\n");
}

#[test]
fn standard_input_is_decompressed_by_content() {
    let ran = Workplace::new().scan_stdin(&zstd::encode_all(&b"one\ntwo\n"[..], 3).unwrap());
    ran.expect(0, "");
    assert_eq!(ran.stdout, "one\ntwo\n");
}

#[test]
fn compression_is_known_by_content_and_not_by_name() {
    let workplace = Workplace::new();
    workplace.file("a.log", &gzip(b"gzip\n"));
    workplace.file("b.json", &zstd::encode_all(&b"zstd\n"[..], 3).unwrap());
    workplace.file("c.json.gz", b"plain\n");
    let ran = workplace.scan(&["a.log", "b.json", "c.json.gz"]);
    ran.expect(0, "");
    assert_eq!(ran.stdout, "gzip\nzstd\nplain\n");
}

#[test]
fn what_comes_before_the_end_of_a_truncated_file_is_judged() {
    let workplace = Workplace::new();
    let text = noise(200_000);
    let packed = gzip(&text);
    workplace.file("a.json.gz", &packed[..packed.len() / 2]);
    workplace.file("b.json", b"next\n");
    let ran = workplace.scan(&["a.json.gz", "b.json"]);
    ran.expect(0, "falconet: a.json.gz: the gzip data ends too early; the ");
    workplace
        .scan(&["--strict", "a.json.gz", "b.json"])
        .expect(1, "ends too early");
    let judged = ran.stdout.strip_suffix("next\n").unwrap();
    assert!(judged.len() > 50_000 && text.starts_with(judged.as_bytes()));
}

#[test]
fn a_zstd_window_beyond_the_bound_is_unreadable() {
    let workplace = Workplace::new();
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(24).unwrap();
    std::io::Write::write_all(&mut encoder, &noise(5_000_000)).unwrap();
    workplace.file("a.json.zst", &encoder.finish().unwrap());
    let ran = workplace.scan(&["--zstd-window", "8MiB", "a.json.zst"]);
    ran.expect(
        1,
        "a.json.zst: the zstd data needs a larger window than 8MiB (--zstd-window)",
    );
}

#[test]
fn an_empty_file_is_an_input_without_records() {
    let workplace = Workplace::new();
    workplace.file("empty.json", b"");
    let ran = workplace.scan(&["--stats", "empty.json"]);
    ran.expect(0, "");
    assert_eq!(ran.stat("events"), 0);
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_missing_file_does_not_cost_the_next() {
    let workplace = Workplace::new();
    workplace.file("b.json", b"next\n");
    let ran = workplace.scan(&["a.json", "b.json"]);
    ran.expect(
        1,
        "falconet: a.json: cannot open it: No such file or directory",
    );
    assert_eq!(ran.stdout, "next\n");
}

#[test]
fn the_beginning_and_the_end_of_an_input_are_told() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"0123456789");
    // The stand-in reports the flags as skipped records: 1 for the beginning, 2 for the end.
    for batch in ["4", "5", "10", "1MiB"] {
        let ran = workplace.scan(&["--stats", "--batch", batch, "a.json"]);
        assert_eq!(ran.stat("skipped records"), 3, "{batch}");
        assert_eq!(ran.stdout, "0123456789");
    }
}

#[test]
fn a_large_file_goes_through_in_batches() {
    let workplace = Workplace::new();
    let text = noise(3_500_000);
    workplace.file("a.json", &text);
    let ran = workplace.scan(&["a.json"]);
    ran.expect(0, "");
    assert!(ran.stdout.as_bytes() == text);
}

#[test]
fn a_decompression_bomb_passes_in_bounded_memory() {
    let workplace = Workplace::new();
    workplace.file("bomb.json.gz", &gzip(&vec![b' '; 40_000_000]));
    let ran = workplace.scan(&["--stats", "--memory", "16MiB", "bomb.json.gz"]);
    ran.expect(0, "");
    assert_eq!(ran.stat("bytes"), 40_000_000);
}

#[test]
fn hostile_file_names_are_harmless() {
    let workplace = Workplace::new();
    let ran = workplace.scan(&["\u{1b}[2J.json"]);
    ran.expect(1, "falconet: \\u{1b}[2J.json: cannot open it");
}

#[test]
fn a_folder_without_json_is_no_error_but_noted() {
    let workplace = Workplace::new();
    fs::create_dir(workplace.path("in")).unwrap();
    workplace
        .scan(&["in"])
        .expect(0, "falconet: note: there was nothing to scan");
}
