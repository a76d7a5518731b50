//! What is left out of an expectation, and why.

use serde_json::Value;

use crate::vector::Found;

/// The part of an expectation that is compared. `input` is that of the same vector.
pub(crate) fn comparable(expect: &Found, input: &Value) -> Found {
    let mut expect = expect.clone();
    // Falco's description of a rule (`falco -L`), a document of another shape than ours.
    expect.remove("details_sorted");
    if expect.contains_key("compile_error") {
        // Only a stand-alone condition has both; a rule that does not compile has no warnings about its condition.
        expect.remove("warnings");
    }
    if let Some(Value::Array(names)) = expect.get_mut("field_names") {
        *names = plain_fields(names);
    }
    if input.get("json") == Some(&Value::Bool(true)) {
        read_output(&mut expect);
    }
    expect
}

/// Each field once. Falco names the transformed values among them, in the order in which it happens to look at them.
fn plain_fields(names: &[Value]) -> Vec<Value> {
    let mut fields: Vec<Value> = Vec::new();
    for name in names {
        if is_field(name) && !fields.contains(name) {
            fields.push(name.clone());
        }
    }
    fields
}

fn is_field(name: &Value) -> bool {
    let name = name.as_str().unwrap_or_default();
    let before_argument = name.split('[').next().unwrap_or_default();
    !before_argument.contains('(')
}

/// Outside of alerts Falco spells JSON otherwise, with escapes for all that is not ASCII: the values count.
fn read_output(expect: &mut Found) {
    if let Some(output) = expect.get_mut("output") {
        let text = output.as_str().unwrap_or_default();
        if let Ok(values) = serde_json::from_str(text) {
            *output = values;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::vector::members;

    fn kept(expect: Value, input: &Value) -> Value {
        Value::Object(comparable(&members(expect), input))
    }

    #[test]
    fn transformed_values_are_left_out_of_names_and_fields_are_named_once() {
        let names = json!({"field_names": ["a.b", "len(a.b)", "a.b", "a.k[(x)]"]});
        assert_eq!(
            kept(names, &json!({})),
            json!({"field_names": ["a.b", "a.k[(x)]"]})
        );
    }

    #[test]
    fn output_is_read_where_it_is_json() {
        let output = json!({"output": r#"{"a":"\u00e9"}"#});
        assert_eq!(
            kept(output.clone(), &json!({"json": true})),
            json!({"output": {"a": "é"}})
        );
        assert_eq!(kept(output.clone(), &json!({"json": false})), output);
    }

    #[test]
    fn warnings_count_only_where_a_condition_compiles() {
        let error = json!({"compile_error": "no", "warnings": ["w"]});
        assert_eq!(kept(error, &json!({})), json!({"compile_error": "no"}));
        let fine = json!({"result": true, "warnings": ["w"]});
        assert_eq!(kept(fine.clone(), &json!({})), fine);
    }
}
