use std::thread;

use super::*;
use crate::ast::{Check, ExprKind, Right};
use crate::print::{print_condition, print_operand};
use crate::sexp;

const SMALL_STACK: usize = 512 * 1024;

fn tree(text: &str) -> Expr {
    parse(text, ParseLimits::default()).unwrap()
}

fn check(text: &str) -> Check {
    match tree(text).kind {
        ExprKind::Check(check) => *check,
        other => panic!("{other:?} is no check"),
    }
}

/// The message, and the text the parser had in front of it.
fn problem(text: &str) -> (String, &str) {
    let error = parse(text, ParseLimits::default()).unwrap_err();
    (error.to_string(), &text[error.position.index..])
}

fn marked(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .stack_size(SMALL_STACK)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

fn nested(open: &str, times: usize, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(times), close.repeat(times))
}

fn is_accepted(text: &str, max_depth: usize) -> bool {
    match parse(text, ParseLimits { max_depth }) {
        Ok(tree) => !print_condition(&tree).is_empty() && !sexp::condition(&tree).is_empty(),
        Err(error) => {
            assert_eq!(
                error.to_string(),
                format!("exceeded max depth limit of {max_depth}")
            );
            false
        }
    }
}

#[test]
fn a_text_without_anything_is_refused() {
    assert_eq!(problem(""), ("filter input string is empty".into(), ""));
    assert_eq!(
        problem(" \n").0,
        "expected a '(' token, a field check, or an identifier"
    );
}

#[test]
fn the_last_token_is_named_in_front_of_what_was_not_expected() {
    assert_eq!(
        problem("a.b = '' c"),
        (
            "unexpected token after '', expecting 'or', 'and'".into(),
            "c"
        )
    );
    assert_eq!(
        problem("a.b in (c) d"),
        (
            "unexpected token after ')', expecting 'or', 'and'".into(),
            "d"
        )
    );
    assert_eq!(
        problem("a.b = \"\\xff\" c").0,
        "unexpected token after '\u{fffd}', expecting 'or', 'and'"
    );
}

#[test]
fn text_behind_a_nul_is_not_expected() {
    assert_eq!(
        problem("a.b = c\0 and d"),
        (
            "unexpected token after 'c', expecting 'or', 'and'".into(),
            "\0 and d"
        )
    );
}

#[test]
fn a_failing_first_list_item_makes_the_list_empty() {
    assert_eq!(check(r#"a.b in ("\q")"#).right, Right::List(vec![]));
    assert_eq!(
        problem(r#"a.b in ("\q" )"#),
        ("expected a ')' token".into(), " )")
    );
    assert_eq!(
        problem(r#"a.b in (c, "\q")"#).0,
        "unsupported string escape sequence: \\q"
    );
}

#[test]
fn a_bad_escape_is_reported_behind_its_string() {
    assert_eq!(
        problem(r#"a.b["\q"] = c"#),
        ("unsupported string escape sequence: \\q".into(), "] = c")
    );
}

#[test]
fn an_unclosed_list_of_operands_has_a_message_of_its_own() {
    assert_eq!(
        problem("join('', (a.b c.d)) = e"),
        ("expected ')'".into(), "c.d)) = e")
    );
}

#[test]
fn a_list_of_operands_may_be_empty() {
    assert_eq!(print_condition(&tree("join('', ( )) = a")), "join(,()) = a");
}

#[test]
fn val_takes_one_plain_field_and_may_be_followed_by_a_selector() {
    assert_eq!(
        print_condition(&tree("a.b = val( c.d[e] )[f]")),
        "a.b = val(c.d[e])[f]"
    );
    assert_eq!(
        problem("a.b = val(c.d, e.f)"),
        (
            "expected a ')' token closing the transformer".into(),
            ", e.f)"
        )
    );
    assert_eq!(
        problem("a.b = val( 'c')"),
        ("expected a field within 'val' transformer".into(), "'c')")
    );
}

#[test]
fn a_modifier_is_one_only_in_front_of_a_list_or_a_free_identifier() {
    assert_eq!(
        print_condition(&tree("a.b = oneof and c")),
        "(a.b = oneof and c)"
    );
    assert_eq!(
        check("a.b =\toneof\n(c)").modifier,
        Some(crate::ast::Modifier::OneOf)
    );
    assert_eq!(
        check("a.b glob allof nota").modifier,
        Some(crate::ast::Modifier::AllOf)
    );
    assert_eq!(
        problem("a.b = oneof 'c'"),
        (
            "unexpected token after 'oneof', expecting 'or', 'and'".into(),
            "'c'"
        )
    );
}

#[test]
fn words_are_macros_wherever_a_check_is_expected() {
    assert_eq!(
        sexp::condition(&tree("and and or")),
        r#"(and (macro "and") (macro "or"))"#
    );
    assert_eq!(sexp::condition(&tree("not\u{8}")), r#"(macro "not")"#);
    assert_eq!(
        sexp::condition(&tree("val or len")),
        r#"(or (macro "val") (macro "len"))"#
    );
}

#[test]
fn each_not_toggles() {
    assert_eq!(
        sexp::condition(&tree("not not not not a")),
        r#"(macro "a")"#
    );
    assert_eq!(
        sexp::condition(&tree("not not not(not a)")),
        r#"(not (not (macro "a")))"#
    );
}

#[test]
fn a_chain_spans_its_parentheses_and_a_group_does_not() {
    let text = "x and  (a or (b)) or (c)  ";
    let tree = tree(text);
    assert_eq!(marked(text, tree.span), "x and  (a or (b)) or (c)");
    let ExprKind::Or(either) = &tree.kind else {
        panic!("{tree:?}")
    };
    assert_eq!(marked(text, either[0].span), "x and  (a or (b))");
    let ExprKind::And(both) = &either[0].kind else {
        panic!("{tree:?}")
    };
    assert_eq!(marked(text, both[1].span), "a or (b)");
    assert_eq!(marked(text, either[1].span), "c");
}

#[test]
fn a_negation_spans_its_word() {
    let text = " not  ( a ) ";
    assert_eq!(marked(text, tree(text).span), "not  ( a )");
}

#[test]
fn a_check_knows_the_places_of_its_parts() {
    let text = "a.b[c]  startswith  anyof ( 'd' , e ) and f";
    let ExprKind::And(both) = tree(text).kind else {
        panic!("no chain")
    };
    assert_eq!(
        marked(text, both[0].span),
        "a.b[c]  startswith  anyof ( 'd' , e )"
    );
    let ExprKind::Check(check) = &both[0].kind else {
        panic!("no check")
    };
    assert_eq!(marked(text, check.operator_span), "startswith  anyof");
    let Operand::Field(field) = &check.left else {
        panic!("no field")
    };
    assert_eq!(marked(text, field.span), "a.b[c]");
    let Right::List(items) = &check.right else {
        panic!("no list")
    };
    assert_eq!(
        items
            .iter()
            .map(|item| marked(text, item.span))
            .collect::<Vec<_>>(),
        ["'d'", "e"]
    );
}

#[test]
fn transformers_know_their_places() {
    let text = "a.b = join( '-' , ( c.d , 5 ) ) ";
    let check = check(text);
    assert_eq!(marked(text, check.operator_span), "=");
    let Right::Operand(Operand::Transform(join)) = &check.right else {
        panic!("no transformer")
    };
    assert_eq!(marked(text, join.span), "join( '-' , ( c.d , 5 ) )");
    let [Operand::Literal(separator), Operand::List(items, span)] = &join.arguments[..] else {
        panic!("{join:?}")
    };
    assert_eq!(
        (marked(text, separator.span), marked(text, *span)),
        ("'-'", "( c.d , 5 )")
    );
    assert!(matches!(&items[1], Operand::Literal(five) if marked(text, five.span) == "5"));
}

#[test]
fn an_operand_prefix_takes_what_the_grammar_takes() {
    let prefix = |text| {
        let (operand, length) = parse_operand_prefix(text, ParseLimits::default()).unwrap();
        (print_operand(&operand), &text[length..])
    };
    assert_eq!(prefix("ct.user.name!"), ("ct.user.name".into(), "!"));
    assert_eq!(prefix("a.b[\"k\"][x]"), ("a.b[k]".into(), "[x]"));
    assert_eq!(prefix("len( a.b ) c"), ("len(a.b)".into(), " c"));
}

#[test]
fn an_operand_prefix_skips_no_blank_and_knows_no_val() {
    let refusal = |text| {
        parse_operand_prefix(text, ParseLimits::default())
            .unwrap_err()
            .to_string()
    };
    for text in ["", " a.b", "a", "val(a.b)", "'x'"] {
        assert_eq!(refusal(text), "expected a field or a transformer");
    }
    assert_eq!(
        refusal("len(a.b"),
        "expected a ')' token closing the transformer"
    );
}

#[test]
fn parentheses_nest_to_the_depth_at_which_falco_stops() {
    on_a_small_stack(|| {
        for (times, max_depth) in [(18, 100), (198, 1000)] {
            assert!(is_accepted(&nested("(", times, "a.b = c", ")"), max_depth));
            assert!(!is_accepted(
                &nested("(", times + 1, "a.b = c", ")"),
                max_depth
            ));
        }
    });
}

#[test]
fn transformers_nest_to_the_depth_at_which_falco_stops() {
    on_a_small_stack(|| {
        assert!(is_accepted(
            &(nested("tolower(", 497, "a.b", ")") + " = c"),
            1000
        ));
        assert!(!is_accepted(
            &(nested("tolower(", 498, "a.b", ")") + " = c"),
            1000
        ));
    });
}

#[test]
fn every_other_kind_of_nesting_is_refused_before_a_small_stack_ends() {
    for open in [
        "not(",
        "a or(",
        "a or b or (",
        "a and b and (",
        "a and not (",
        "(x or y and(",
        "join('', (tolower(",
    ] {
        on_a_small_stack(move || {
            let deepest = (1..600)
                .rev()
                .find(|times| is_accepted(&deep(open, *times), 1000));
            assert!(
                deepest.is_some_and(|times| times > 90 && times < 599),
                "{open}"
            );
        });
    }
}

fn deep(open: &str, times: usize) -> String {
    let per_time = open.matches('(').count();
    let closed = nested(open, times, "a.b", &")".repeat(per_time));
    if open.starts_with("join") {
        closed + " = c"
    } else {
        closed.replace("a.b", "a.b exists")
    }
}

#[test]
fn the_depth_limit_inside_the_first_list_item_reads_as_an_unclosed_list() {
    let limits = ParseLimits { max_depth: 8 };
    let error = parse("a.b in (c)", limits).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::ExpectedClosingParenthesis);
    assert!(parse("a.b in ()", limits).is_ok());
    assert!(parse("a.b in (c)", ParseLimits { max_depth: 9 }).is_ok());
}

#[test]
fn many_empty_lists_cost_no_more_than_their_text() {
    let text = vec!["a.b in ()"; 100_000].join(" or ");
    assert!(is_accepted(&text, 100));
}

#[test]
fn long_chains_and_lists_need_no_stack() {
    on_a_small_stack(|| {
        for word in [" or ", " and ", " or not ", ", "] {
            let terms = vec!["a.b=c"; 10_000].join(word);
            let text = if word == ", " {
                format!("a.b in ({})", terms.replace('=', ":"))
            } else {
                terms
            };
            assert!(is_accepted(&text, 100));
        }
        assert!(is_accepted(&("not ".repeat(10_000) + "a"), 100));
    });
}
