use super::*;
use crate::yaml::node::{Kind, Node};

fn read(text: &str) -> Documents<'_> {
    parse(text, &YamlLimits::default()).expect("valid YAML")
}

fn refusal(text: &str) -> String {
    parse(text, &YamlLimits::default())
        .expect_err("invalid YAML")
        .to_string()
}

fn root<'a>(documents: &'a Documents<'a>) -> Node<'a> {
    documents.roots().next().expect("a document")
}

#[test]
fn scalars_keep_the_text_they_are_written_with() {
    let documents = read("[0x10, 1.0, 010, yes, 1e3, 'true']");
    let texts: Vec<_> = root(&documents).items().filter_map(Node::scalar).collect();
    assert_eq!(texts, ["0x10", "1.0", "010", "yes", "1e3", "true"]);
}

#[test]
fn only_unquoted_untagged_null_words_are_null() {
    use Kind::{Null, Scalar};
    let documents = read("[~, null, '', \"null\", !!str null, Null, NULL, nULL]");
    let kinds: Vec<_> = root(&documents).items().map(Node::kind).collect();
    assert_eq!(
        kinds,
        [Null, Null, Scalar, Scalar, Scalar, Null, Null, Scalar]
    );
}

#[test]
fn the_first_of_two_equal_keys_is_found() {
    let documents = read("{a: 1, a: 2, b: 3}");
    assert_eq!(root(&documents).get("a").and_then(Node::scalar), Some("1"));
    assert_eq!(root(&documents).entries().count(), 3);
    assert!(root(&documents).get("c").is_none());
}

#[test]
fn a_block_scalar_ends_as_its_file_does() {
    let text = |yaml: &str| {
        let documents = read(yaml);
        let value = root(&documents).get("a").and_then(Node::scalar);
        value.map(str::to_owned)
    };
    for (yaml, expected) in [
        ("a: |\n  x\n  y", "x\ny"),
        ("a: |\n  x\n", "x\n"),
        ("a: >\n  x\n  y", "x y"),
        ("a: |+\n  x\n\n", "x\n\n"),
        ("a: |-\n  x", "x"),
        ("a: |\n  x\n  ", "x\n"),
        ("a: |\n  x\nb: c", "x\n"),
    ] {
        assert_eq!(text(yaml).as_deref(), Some(expected), "{yaml:?}");
    }
}

#[test]
fn merge_keys_are_ordinary_keys() {
    let documents = read("- &a {x: 1}\n- {<<: *a}\n");
    let second = root(&documents).items().nth(1).expect("two items");
    assert!(second.get("x").is_none() && second.has("<<"));
}

#[test]
fn marks_are_those_of_the_token_that_starts_a_node() {
    let documents = read("- rule: a\n  items: [x]\n  text: |\n    y\n- &n\n  k: v\n");
    let first = root(&documents).items().next().expect("an item");
    assert_eq!(
        first.mark(),
        Mark {
            offset: 2,
            line: 0,
            column: 2
        }
    );
    assert_eq!(
        first.get("items").map(Node::mark),
        Some(Mark {
            offset: 19,
            line: 1,
            column: 9
        })
    );
    assert_eq!(
        first.get("text").map(Node::mark),
        Some(Mark {
            offset: 31,
            line: 2,
            column: 8
        })
    );
    assert_eq!(
        root(&documents).items().nth(1).map(Node::mark),
        Some(Mark {
            offset: 41,
            line: 4,
            column: 2
        })
    );
}

#[test]
fn a_sequence_stands_at_its_first_dash_however_it_is_indented() {
    let documents = read("a:\n- x\nb:  # - c\n  - - y\nc: [z]\n");
    let offset = |key: &str| root(&documents).get(key).map(|node| node.mark().offset);
    assert_eq!(
        (offset("a"), offset("b"), offset("c")),
        (Some(3), Some(19), Some(28))
    );
    let inner = root(&documents)
        .get("b")
        .and_then(|outer| outer.items().next());
    assert_eq!(inner.map(|node| node.mark().offset), Some(21));
}

#[test]
fn a_value_that_is_not_written_stands_where_the_next_token_does() {
    let documents = read("a:  # nothing\nb: 1\n");
    assert_eq!(
        root(&documents).get("a").map(Node::mark),
        Some(Mark {
            offset: 14,
            line: 1,
            column: 0
        })
    );
}

#[test]
fn every_document_has_a_root() {
    assert_eq!(read("a\n---\nb\n---\n").roots().count(), 3);
    assert_eq!(read("").roots().count(), 0);
    assert_eq!(read("# only a comment\n").roots().count(), 0);
}

#[test]
fn a_tab_as_indentation_is_refused_in_the_words_of_yaml_cpp() {
    assert_eq!(
        refusal("- rule: a\n\tdesc: x\n"),
        "yaml-cpp: error at line 2, column 1: illegal tab when looking for indentation"
    );
}

#[test]
fn a_surrogate_escape_is_refused_in_the_words_of_yaml_cpp() {
    assert_eq!(
        refusal("- a: b\n  desc: \"\\ud83d\\ude00\"\n"),
        "yaml-cpp: error at line 2, column 16: invalid unicode: 55357"
    );
}

#[test]
fn an_unknown_escape_is_named() {
    assert!(refusal("a: \"\\q\"\n").ends_with("unknown escape character: q"));
}

#[test]
fn an_alias_of_the_node_it_stands_in_is_refused() {
    assert!(refusal("&a [*a]").contains("anchor"));
    assert!(refusal("[*b]").contains("anchor"));
}

#[test]
fn an_alias_bomb_is_refused() {
    let lines = (1..30).map(|i| format!("- &a{i} [*a{0}, *a{0}, *a{0}]", i - 1));
    let bomb = lines.collect::<Vec<_>>().join("\n");
    assert!(refusal(&format!("- &a0 [x]\n{bomb}")).contains("behind aliases"));
}

#[test]
fn a_long_text_cannot_be_repeated_by_aliases() {
    let text = format!("- &a {}\n- [{}]", "x".repeat(1 << 20), ["*a"; 40].join(","));
    assert!(refusal(&text).contains("bytes behind aliases"));
}

#[test]
fn a_chain_of_aliases_does_not_get_around_the_depth() {
    let lines = (1..100).map(|i| format!("- &a{i} [*a{}]", i - 1));
    let chain = lines.collect::<Vec<_>>().join("\n");
    assert!(refusal(&format!("- &a0 [x]\n{chain}")).contains("depth"));
}

#[test]
fn deep_nesting_is_refused_whatever_its_form() {
    for text in [
        "[".repeat(200_000),
        "- ".repeat(200_000),
        "{a: ".repeat(50_000),
    ] {
        assert!(parse(&text, &YamlLimits::default()).is_err());
    }
}

#[test]
fn a_text_beyond_the_size_limit_is_refused() {
    let limits = YamlLimits {
        bytes: 3,
        ..YamlLimits::default()
    };
    assert!(parse("abcd", &limits).is_err());
    assert!(parse("abc", &limits).is_ok());
}
