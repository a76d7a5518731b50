use super::reference::Tree;
use super::trie::{SlotId, TrieBuilder};
use super::*;

struct Wanted {
    trie: Trie,
    slots: Slots,
    scratch: Scratch,
    paths: Vec<(Vec<&'static str>, SlotId)>,
}

impl Wanted {
    fn new(paths: &[&[&'static str]]) -> Self {
        let mut builder = TrieBuilder::new();
        let paths = paths
            .iter()
            .map(|path| {
                (
                    path.to_vec(),
                    builder.slot(path.iter().map(|key| key.as_bytes())),
                )
            })
            .collect();
        Self {
            trie: builder.finish(),
            slots: Slots::default(),
            scratch: Scratch::default(),
            paths,
        }
    }

    fn scan(&mut self, text: &[u8]) -> Result<(), ScanError> {
        scan(text, 0, &self.trie, &mut self.slots, &mut self.scratch)
    }

    fn found<'t>(&self, text: &'t [u8], number: usize) -> Option<&'t [u8]> {
        let place = self.slots.place(self.paths[number].1)?;
        Some(&text[place.start as usize..place.end as usize])
    }

    /// Asserts that verdict and values are those of the reference.
    fn check(&mut self, text: &[u8]) {
        let shown = String::from_utf8_lossy(text);
        let tree = Tree::read(text);
        self.check_ahead(text);
        assert_eq!(self.scan(text).is_ok(), tree.is_some(), "{shown}");
        let Some(tree) = tree else { return };
        self.check_swift(&tree, text);
        self.scan(text).unwrap();
        self.check_values(&tree, text);
    }

    /// Asserts that the same is found where there is room around it for all of it to be passed swiftly, at any distance
    /// from the ends of the blocks of 64 bytes that are looked at in one go.
    fn check_swift(&mut self, tree: &Tree<'_>, text: &[u8]) {
        if text.ends_with(b"-") || text.ends_with(b"+") {
            // A number at the end of the text only.
            return;
        }
        for before in [40, 41 + text.len() % 64] {
            let roomy = [&vec![b' '; before], text, &[b'\n'; 40]].concat();
            assert!(self.scan(&roomy).is_ok(), "{}", text.escape_ascii());
            for number in 0..self.paths.len() {
                let path = &self.paths[number].0;
                assert_eq!(self.found(&roomy, number), tree.at(path), "{path:?}");
            }
        }
    }

    /// Asserts that an object is found at the same place, and in it the same, with others before and behind it.
    fn check_ahead(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        let before = b"{\"a\\\\\":\"\\\"\"}\n\\\"\"\"";
        let chunk = [before, text, b",{\"a\":1}\n\""].concat();
        self.scratch.begin_chunk();
        let mut next = |start| {
            let (slots, scratch) = (&mut self.slots, &mut self.scratch);
            scan_next(&chunk, start, &self.trie, slots, scratch)
        };
        assert_eq!(next(0), Some(12));
        let found = next(before.len());
        let is_complete = Tree::read(text).is_some() && matches!(text.first(), Some(b'{'));
        if is_complete && !text.contains(&b'\n') {
            assert_eq!(found, Some(before.len() + text.len()));
        }
        if let Some(record) = found.and_then(|end| chunk.get(before.len()..end)) {
            let tree = Tree::read(record).unwrap();
            self.check_values(&tree, record);
        }
    }

    fn check_values(&self, tree: &Tree<'_>, text: &[u8]) {
        let shown = String::from_utf8_lossy(text);
        for number in 0..self.paths.len() {
            let path = &self.paths[number].0;
            assert_eq!(
                self.found(text, number),
                tree.at(path),
                "{path:?} of {shown}"
            );
        }
    }
}

fn error(text: &str) -> (ScanErrorKind, usize) {
    let error = Wanted::new(&[]).scan(text.as_bytes()).unwrap_err();
    (error.kind, error.offset)
}

const RECORD: &str = r#" { "a" : { "b": [ 1.5 , {"c" : "x\"]\u00e9" } , [ [] ] ], "": null }, "x" : "é", "a": 2,
  "b\u0063": {"\u0061": -inf}, "bc": 3, "n": NaN , "e": {} , "t": [true,false,null] } "#;

const PATHS: &[&[&str]] = &[
    &[],
    &["a"],
    &["a", "b"],
    &["a", "b", "0"],
    &["a", "b", "1", "c"],
    &["a", "b", "2", "0"],
    &["a", "b", "3"],
    &["a", ""],
    &["a", "", "x"],
    &["bc"],
    &["bc", "a"],
    &["e"],
    &["e", "f"],
    &["t", "1"],
    &["t", "t"],
    &["nothing"],
];

#[test]
fn wanted_values_are_noted_where_they_stand() {
    Wanted::new(PATHS).check(RECORD.as_bytes());
}

#[test]
fn any_beginning_of_a_record_is_judged_as_the_reference_does() {
    let mut wanted = Wanted::new(PATHS);
    for end in 0..=RECORD.len() {
        wanted.check(&RECORD.as_bytes()[..end]);
    }
}

#[test]
fn changed_records_are_judged_as_the_reference_does() {
    let mut wanted = Wanted::new(PATHS);
    let mut random = Random(1);
    for _ in 0..20_000 {
        let mut text = RECORD.as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            mutate(&mut text, &mut random);
        }
        wanted.check(&text);
    }
}

#[test]
fn random_tokens_are_judged_as_the_reference_does() {
    const TOKENS: [&str; 18] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\u0061\"",
        "1",
        "-",
        "inf",
        "nan",
        "null",
        "true",
        " ",
        "\"",
        "e",
    ];
    let mut wanted = Wanted::new(&[&["a"], &["a", "b"], &["a", "0"], &["1"]]);
    let mut random = Random(2);
    for _ in 0..50_000 {
        let count = random.below(12);
        let text: String = (0..count)
            .map(|_| TOKENS[random.below(TOKENS.len())])
            .collect();
        wanted.check(text.as_bytes());
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn mutate(text: &mut Vec<u8>, random: &mut Random) {
    const BYTES: &[u8] = b"{}[],:\"\\ \n0-+eEnul\x00\x01\xff";
    let byte = BYTES[random.below(BYTES.len())];
    let at = random.below(text.len());
    match random.below(3) {
        0 => text[at] = byte,
        1 => text.insert(at, byte),
        _ => drop(text.remove(at)),
    }
}

#[test]
fn errors_say_what_and_where() {
    assert_eq!(error(""), (ScanErrorKind::ExpectedValue, 0));
    assert_eq!(error("{\"a\":}"), (ScanErrorKind::ExpectedValue, 5));
    assert_eq!(error("[1,]"), (ScanErrorKind::ExpectedValue, 3));
    assert_eq!(error("[tru]"), (ScanErrorKind::ExpectedValue, 1));
    assert_eq!(error("{\"a\":1,}"), (ScanErrorKind::ExpectedKey, 7));
    assert_eq!(error("{a:1}"), (ScanErrorKind::ExpectedKey, 1));
    assert_eq!(error("{\"a\" 1}"), (ScanErrorKind::ExpectedColon, 5));
    assert_eq!(
        error("{\"a\":1 \"b\""),
        (ScanErrorKind::ExpectedCommaOrBrace, 7)
    );
    assert_eq!(error("{\"a\":1]"), (ScanErrorKind::ExpectedCommaOrBrace, 6));
    assert_eq!(error("[1 2]"), (ScanErrorKind::ExpectedCommaOrBracket, 3));
    assert_eq!(error("[\"a"), (ScanErrorKind::UnfinishedString, 1));
    assert_eq!(error("{} {}"), (ScanErrorKind::TrailingText, 3));
    assert_eq!(error("1\0"), (ScanErrorKind::TrailingText, 1));
}

#[test]
fn error_messages_are_sentences() {
    let error = Wanted::new(&[]).scan(b"{\"a\" 1}").unwrap_err();
    assert_eq!(error.to_string(), "expected a colon after a key");
}

#[test]
fn three_hundred_values_may_be_nested_and_no_more() {
    let nested =
        |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Wanted::new(&[]).scan(nested(300, "").as_bytes()).is_ok());
    assert!(Wanted::new(&[]).scan(nested(299, "1").as_bytes()).is_ok());
    assert_eq!(error(&nested(301, "")), (ScanErrorKind::TooDeep, 300));
    assert_eq!(error(&nested(300, "1")), (ScanErrorKind::TooDeep, 300));
    assert_eq!(
        error(&"{\"a\":".repeat(10_000)),
        (ScanErrorKind::TooDeep, 1500)
    );
    assert_eq!(error(&"[".repeat(10_000)), (ScanErrorKind::TooDeep, 300));
}

#[test]
fn the_deepest_values_are_found() {
    let path = ["k"; 299];
    let text = format!("{}7{}", "{\"k\":".repeat(299), "}".repeat(299));
    let mut wanted = Wanted::new(&[&path]);
    wanted.check(text.as_bytes());
    assert_eq!(wanted.found(text.as_bytes(), 0), Some(&b"7"[..]));
}

#[test]
fn only_values_without_escapes_nuls_and_blanks_stand_verbatim() {
    let mut wanted = Wanted::new(&[&["a"], &["b"], &["c"], &["d"], &["e"], &[]]);
    wanted
        .scan(b"{\"a\":[1,\"x y\"], \"b\":[1, 2],\"c\":\"x\\ny\",\"d\":\"x y\",\"e\":\"x\0y\" }")
        .unwrap();
    let verbatim: Vec<bool> = wanted
        .paths
        .iter()
        .map(|(_, slot)| wanted.slots.place(*slot).unwrap().verbatim)
        .collect();
    assert_eq!(verbatim, [true, false, false, true, false, false]);
}

#[test]
fn ordinary_records_are_read_as_the_reference_does_whatever_is_changed_in_them() {
    let record = br#"{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::1:role/x","sessionContext":{"sessionIssuer":{},"attributes":{"mfaAuthenticated":"false"}}},"eventTime":"2026-01-01T00:00:00Z","eventName":"Sign","tags":["a","b",[1,2],{"k":"v"},{}],"n":12.5,"requestParameters":{"keyId":"x\"y","roleName":"r","size":-1},"responseElements":null,"readOnly":true,"a":{"userName":"u","groupName":"g","id":"7"}}"#;
    let mut wanted = Wanted::new(&[
        &["eventName"],
        &["eventTime"],
        &[
            "userIdentity",
            "sessionContext",
            "attributes",
            "mfaAuthenticated",
        ],
        &["userIdentity", "arn"],
        &["userIdentity"],
        &["tags", "1"],
        &["tags", "3", "k"],
        &["requestParameters", "roleName"],
        &["requestParameters"],
        &["responseElements"],
        &["n"],
        &["a", "userName"],
        &["a", "groupName"],
    ]);
    wanted.check(record);
    for at in 0..record.len() {
        for byte in *b"\"\\{}[]:, 0x\n" {
            let mut changed = record.to_vec();
            changed[at] = byte;
            wanted.check(&changed);
        }
        wanted.check(&[&record[..at], &record[at + 1..]].concat());
        wanted.check(&record[..at]);
    }
}

#[test]
fn nothing_of_an_event_is_left_in_the_next() {
    let mut wanted = Wanted::new(&[&["a"]]);
    wanted.scan(b"{\"a\":1}").unwrap();
    wanted.scan(b"{\"b\":1}").unwrap();
    assert_eq!(wanted.found(b"{\"b\":1}", 0), None);
    wanted.slots.set_epoch(u32::MAX);
    wanted.check(b"{\"a\":3}");
    wanted.check(b"{\"c\":3}");
}

#[test]
fn a_wanted_key_with_escapes_that_comes_again_without_is_noticed() {
    let mut wanted = Wanted::new(&[&["a"]]);
    let mut is_respelt = |text: &str| {
        wanted.check(text.as_bytes());
        wanted.slots.is_respelt()
    };
    assert!(is_respelt(r#"{"\u0061":1,"a":2}"#));
    assert!(!is_respelt(r#"{"a":1,"\u0061":2}"#));
    assert!(!is_respelt(r#"{"\u0061":1,"\u0061":2}"#));
    assert!(!is_respelt(r#"{"\u0062":1,"b":2}"#));
}
