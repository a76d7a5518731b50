use super::*;

/// What a text becomes; it must not be kept as a whole.
fn formatted(text: &str) -> String {
    let formatted = format(text).unwrap();
    assert_eq!(formatted.kept, None, "{text}");
    assert_eq!(format(&formatted.text).unwrap().text, formatted.text);
    formatted.text
}

fn kept(text: &str) -> Option<Kept> {
    let formatted = format(text).unwrap();
    assert_eq!(formatted.text, text);
    formatted.kept
}

/// A line of its own for each, after a macro's head.
fn condition(text: &str) -> String {
    let macro_item = format!("- macro: m\n  condition: {text}\n");
    let formatted = formatted(&macro_item);
    formatted
        .strip_prefix("- macro: m\n  condition: ")
        .unwrap()
        .to_owned()
}

#[test]
fn items_are_separated_by_one_empty_line() {
    assert_eq!(
        formatted("- list: a\n  items: []\n- list: b\n  items: []\n\n\n\n- list: c\n  items: []"),
        "- list: a\n  items: []\n\n- list: b\n  items: []\n\n- list: c\n  items: []\n"
    );
}

#[test]
fn keys_get_their_order_and_take_their_comments_along() {
    let text = "- tags: [a]\n  # why so\n  priority: INFO # low\n  extra: 1\n  rule: r\n  condition: evt.num=1\n  desc: d\n  output: o\n";
    let expected = "- rule: r\n  desc: d\n  condition: evt.num = 1\n  output: o\n  # why so\n  priority: INFO  # low\n  tags: [a]\n  extra: 1\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn a_key_that_is_there_twice_keeps_all_keys_where_they_are() {
    let text = "- priority: INFO\n  rule: r\n  priority: DEBUG\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn keys_stay_where_they_are_among_anchors_and_aliases() {
    let text = "- items: &all [a, b]\n  list: x\n\n- items: *all\n  list: y\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn a_condition_with_an_anchor_stays_as_it_is() {
    let text = "- macro: m\n  condition: &c evt.num=1   and x\n\n- macro: n\n  condition: *c\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn short_conditions_get_one_line_and_long_ones_a_line_for_each_part() {
    assert_eq!(condition(">\n    a.b=c\n    and(d)"), "a.b = c and (d)\n");
    let part = "ct.some.field = a-value-of-some-length";
    let long = format!("{part} and ({part} or {part}) and not({part} or {part} or {part})");
    let expected = format!(
        ">\n    {part}\n    and ({part} or {part})\n    and not (\n      {part}\n      or {part}\n      or {part}\n    )\n"
    );
    assert_eq!(condition(&long), expected);
}

#[test]
fn a_chain_in_a_chain_is_indented() {
    let part = "ct.some.field = a-value-of-some-length";
    let long = format!("{part} and {part} and {part} or {part} and x");
    let expected =
        format!(">\n    {part}\n      and {part}\n      and {part}\n    or {part} and x\n");
    assert_eq!(condition(&long), expected);
}

#[test]
fn long_lists_in_conditions_are_filled() {
    let items = ["a-value-of-some-length"; 8].join(",");
    let five = ["a-value-of-some-length"; 4].join(", ");
    let expected = format!(">\n    ct.name in (\n      {five},\n      {five}\n    )\n");
    assert_eq!(condition(&format!("ct.name in ({items})")), expected);
}

#[test]
fn conditions_that_are_none_stay_as_they_are() {
    for text in ["a.b ==", "a or(b) and c", "a.b in (c", "evt.num=1   # x"] {
        let condition_text = format!("- macro: m\n  condition: >\n    {text}\n");
        assert_eq!(formatted(&condition_text), condition_text);
    }
}

#[test]
fn appended_fragments_are_laid_out_but_for_those_that_are_none() {
    let text = |fragment: &str| format!("- macro: m\n  condition: {fragment}\n  append: true\n");
    assert_eq!(formatted(&text("and a.b=c")), text("and a.b = c"));
    assert_eq!(formatted(&text("and (a.b=c")), text("and (a.b=c"));
    assert_eq!(formatted(&text("or(a.b=c) and d")), text("or(a.b=c) and d"));
    let overriding = "- rule: r\n  condition: or  a.b=c\n  override:\n    condition: append\n";
    assert_eq!(
        formatted(overriding),
        overriding.replace("or  a.b=c", "or a.b = c")
    );
}

#[test]
fn beside_an_open_condition_fragments_stay() {
    let text =
        "- macro: m\n  condition: x = \"a\n\n- macro: m\n  condition: and  b = c\n  append: true\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn values_in_conditions_keep_their_quotes() {
    assert_eq!(
        condition("a.b='c' and d.e=\"f\""),
        "a.b = 'c' and d.e = \"f\"\n"
    );
    assert_eq!(
        condition(">\n    a.b = \"x  #y: z\""),
        ">\n    a.b = \"x  #y: z\"\n"
    );
}

#[test]
fn a_list_gets_one_line_or_a_line_an_item() {
    assert_eq!(
        formatted("- list: l\n  items:\n  - a\n  - 'b'\n  - \"1\"\n"),
        "- list: l\n  items: [a, b, \"1\"]\n"
    );
    let items = ["an-item-of-some-length"; 6];
    let expected = format!("- list: l\n  items:\n    - {}\n", items.join("\n    - "));
    assert_eq!(
        formatted(&format!("- list: l\n  items: [{}]\n", items.join(","))),
        expected
    );
}

#[test]
fn comments_in_brackets_make_lines() {
    let text =
        "- list: l\n  items: [ # all\n    a, # one\n    # two\n    b\n    # none\n  ] # end\n";
    let expected =
        "- list: l\n  items:  # end\n    # all\n    - a  # one\n    # two\n    - b\n    # none\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn comments_keep_their_places() {
    let text = "# top\n\n# of a\n- list: a  # beside a\n  # of items\n  items: [x]  # beside items\n  # last in a\n\n# of b\n\n- list: b\n  items:\n    # of x\n    - x, y\n    # end of items\n\n# end\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn a_comment_at_the_column_of_a_key_is_not_the_sequence_before_it() {
    let text =
        "- rule: r\n  exceptions:\n  - name: e\n    fields: [a.b]\n  # of output\n  output: o\n";
    let expected = "- rule: r\n  exceptions:\n    - name: e\n      fields: [a.b]\n  # of output\n  output: o\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn comments_between_a_key_and_its_value_and_behind_headers_are_kept() {
    let text = "- # first\n  macro: m\n  condition: # second\n    # third\n    a\n- list: l # fourth\n  items:    # fifth\n    - a,b # sixth\n";
    let expected = "# first\n- macro: m\n  # third\n  condition: a  # second\n\n- list: l  # fourth\n  items:  # fifth\n    - a,b  # sixth\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn what_looks_like_a_comment_in_a_block_is_text() {
    let text = "- rule: r\n  desc: |\n    # no comment\n      # nor this\n\n    end\n  output: >-  # a comment\n    x\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn a_file_of_comments_alone_keeps_them() {
    assert_eq!(formatted("\n  # a\n\n\n# b"), "# a\n\n# b\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("---\n# a\n"), "---\n# a\n");
}

#[test]
fn exceptions_get_a_tuple_a_line() {
    let text = "- rule: r\n  exceptions: [{values: [[a, [b,c]],\n     [d, [e]]], name: x, fields: [f.g, h.i], comps: [=, in]}, {name: y, fields: f.g, values: [a, b]}]\n";
    let expected = "- rule: r\n  exceptions:\n    - name: x\n      fields: [f.g, h.i]\n      comps: [=, in]\n      values:\n        - [a, [b, c]]\n        - [d, [e]]\n    - name: y\n      fields: f.g\n      values: [a, b]\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn unknown_items_and_keys_stay() {
    let text = "- something: {a: [1, 2], b: ~}\n  else:\n    - deep:\n        er: x\n\n- just a text\n\n-\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn line_ends_of_windows_and_byte_order_marks_go() {
    assert_eq!(
        formatted(
            "\u{feff}- macro: m\r\n  condition: >\r\n    a\r\n    and b\r\n  x: |\r\n    y\r\n"
        ),
        "- macro: m\n  condition: a and b\n  x: |\n    y\n"
    );
}

#[test]
fn a_carriage_return_that_ends_no_line_keeps_the_file() {
    assert_eq!(kept("- a\r- b\n"), Some(Kept::Unusual));
}

#[test]
fn several_documents_stay_several() {
    let text = "- list: a\n  items: []\n# of the second\n--- # two\n-   list: b\n    items: []\n---\n--- x\n";
    let expected = "- list: a\n  items: []\n# of the second\n---\n# two\n- list: b\n  items: []\n---\n---\nx\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn directives_and_document_ends_and_odd_keys_keep_the_file() {
    for text in [
        "%YAML 1.2\n---\n-   a\n",
        "-   a\n...\n",
        "-   ? [a]\n    : b\n",
        "-   ? |\n      a\n    : b\n",
        "-   : b\n",
    ] {
        assert_eq!(kept(text), Some(Kept::Unusual), "{text}");
    }
}

#[test]
fn indentation_indicators_and_kept_line_ends_are_values() {
    let text = "- a: |4\n        x\n       y\n  b: |+\n    z\n\n\n- c: >1-\n    w\n";
    let expected = "- a: |2\n      x\n     y\n  b: |+\n    z\n\n\n- c: >2-\n     w\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn nulls_and_empty_texts_stay_apart() {
    let text = "- list: a\n  items: [\"\", ~, null]\n  x:\n  y: ~\n  z: ''\n";
    assert_eq!(formatted(text), text);
    assert_eq!(
        formatted("- x: |\n- y: \"null\"\n"),
        "- x: \"\"\n\n- y: \"null\"\n"
    );
}

#[test]
fn tags_and_anchors_stay() {
    let text = "- &r\n  rule: !!str 1\n  tags: &t !!seq [a]\n  x: !y\n    z: 1\n\n- *r\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn tabs_between_tokens_become_blanks() {
    assert_eq!(
        formatted("- list: a\t# c\n  items: [a\t,\tb]\n"),
        "- list: a  # c\n  items: [a, b]\n"
    );
    assert_eq!(condition("a.b\t=\tc"), "a.b = c\n");
}

#[test]
fn a_value_with_a_tab_stays() {
    let text = "- macro: m\n  condition: a.b  = \"c\td\"\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn scalars_over_several_lines_keep_their_lines() {
    assert_eq!(
        formatted(
            "- rule: r\n  desc: one\n     two  \n\n     three\n  output: \"a\n    b\\\n    c\"\n"
        ),
        "- rule: r\n  desc:\n    one\n    two\n\n    three\n  output:\n    \"a\n    b\\\n    c\"\n"
    );
}

#[test]
fn widths_are_columns_and_not_bytes() {
    let wide = |count| format!("- list: l\n  items: [{}, x]\n", "\u{754c}".repeat(count));
    assert_eq!(formatted(&wide(53)), wide(53));
    assert!(formatted(&wide(54)).contains("items:\n    - \u{754c}"));
}

#[test]
fn what_is_no_yaml_is_an_error_with_its_place() {
    for (text, place) in [
        ("- a: [1\n", 0),
        ("- a\n\t- b: c\n", 0),
        ("- a: b\r\n - c: {\r\n", 0),
    ] {
        let error = format(text).unwrap_err();
        assert!(error.mark().line >= place, "{error}");
    }
    assert_eq!(
        format("- a: b\r\n- \"c\r\n").unwrap_err().mark().offset,
        "- a: b\r\n- \"c\r\n".len()
    );
}

#[test]
fn what_nests_ten_thousand_deep_is_refused_and_not_followed() {
    assert!(format(&"[".repeat(10_000)).is_err());
    assert!(format(&"- ".repeat(10_000)).is_err());
    let keys: Vec<_> = (0..10_000).map(|depth| " ".repeat(depth) + "a:").collect();
    let nested = keys.join(
        "
",
    );
    assert!(format(&nested).is_err());
    let parentheses = format!(
        "- macro: m\n  condition: {}a{}\n",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    assert_eq!(formatted(&parentheses), parentheses);
}

#[test]
fn the_deepest_conditions_that_parse_are_laid_out() {
    let text = format!("{}a.b=c{}", "( ".repeat(190), " )".repeat(190));
    let laid_out = condition(&text);
    assert!(
        laid_out.contains("a.b = c") && laid_out.lines().count() > 190,
        "{laid_out}"
    );
}

#[test]
fn thousands_of_items_take_no_time() {
    let text = "-   list: a\n    items: [a,b]\n".repeat(5_000);
    assert_eq!(
        formatted(&text).len(),
        5_000 * "- list: a\n  items: [a, b]\n\n".len() - 1
    );
    let line = format!("- list: l\n  items: [{}]\n", vec!["item"; 5_000].join(","));
    assert!(formatted(&line).lines().count() > 5_000);
}

#[test]
fn an_item_of_ten_thousand_conditions_takes_no_time() {
    let text = format!("- macro: m\n{}", "  condition: a\n".repeat(10_000));
    assert_eq!(formatted(&text), text);
}
