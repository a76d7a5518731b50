//! The configurations of `docs/guides/fluent-bit.md`.

use std::process::Command;

use crate::place::workplace;

const GUIDE: &str = include_str!("../../../docs/guides/fluent-bit.md");

/// Keys that Fluent Bit 5.1 knows, of the sections that the guide has.
const KNOWN: [(&str, &str); 7] = [
    ("SERVICE", "flush parsers_file storage.path storage.sync"),
    ("PARSER", "name format"),
    (
        "INPUT tail",
        "name path tag parser read_from_head db buffer_max_size storage.type",
    ),
    (
        "FILTER wasm",
        "name match wasm_path function_name event_format wasm_heap_size wasm_stack_size",
    ),
    ("OUTPUT file", "name match path file format"),
    (
        "OUTPUT http",
        "name match host port uri format compress retry_limit",
    ),
    (
        "OUTPUT forward",
        "name match host port shared_key self_hostname require_ack_response compress retry_limit",
    ),
];

/// The configuration of a name.
fn configuration(name: &str) -> &'static str {
    let mark = format!("<!-- configuration: {name} -->\n```ini\n");
    let (_, rest) = GUIDE.split_once(&mark).unwrap();
    rest.split_once("```").unwrap().0
}

/// Its sections: each with the plugin's name, and the keys in it.
fn sections(text: &str) -> Vec<(String, Vec<String>)> {
    let mut sections: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix('[') {
            sections.push((title.trim_end_matches(']').to_owned(), Vec::new()));
            continue;
        }
        let (key, value) = line.split_once(' ').unwrap();
        let (title, keys) = sections.last_mut().unwrap();
        if key == "Name" && title != "PARSER" {
            *title = format!("{title} {}", value.trim());
        }
        keys.push(key.to_ascii_lowercase());
    }
    sections
}

#[test]
fn each_key_is_one_that_fluent_bit_knows() {
    for name in ["filter", "parsers", "http", "forward"] {
        for (title, keys) in sections(configuration(name)) {
            let known = KNOWN.iter().find(|(known, _)| *known == title);
            let (_, known) = known.unwrap_or_else(|| panic!("{name}: no section `{title}`"));
            let unknown = keys
                .iter()
                .find(|key| !known.split(' ').any(|known| known == **key));
            assert_eq!(unknown, None, "{name}: {title}");
        }
    }
}

#[test]
fn fluent_bit_takes_them() {
    let Some(program) = std::env::var_os("FALCONET_FLUENT_BIT") else {
        eprintln!("SKIPPED: FALCONET_FLUENT_BIT names no Fluent Bit");
        return;
    };
    let Some(place) = workplace() else { return };
    place
        .run(&["pack", "-r", "rules.yaml", "-o", "falconet-rules.wasm"])
        .expect(0, "");
    place.file("parsers.conf", configuration("parsers").as_bytes());
    for name in ["filter", "http", "forward"] {
        let path = place.file("fluent-bit.conf", configuration(name).as_bytes());
        let mut command = Command::new(&program);
        command.arg("--dry-run").arg("-c").arg(path);
        let ran = command.current_dir(place.path("")).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(
            ran.status.success() && !said.contains("[error]"),
            "{name}: {said}"
        );
    }
}
