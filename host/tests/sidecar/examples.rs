//! The units, images and configurations in `examples/` are in step with the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

const SEEN: &str = "/etc/falconet/falconet.yaml";

fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(example(name)).unwrap()
}

/// Runs the program as an example does, with the configuration beside the example, only to read it.
fn checked(arguments: &[String], config: &str) -> Output {
    let config = example(config).display().to_string();
    let arguments = arguments
        .iter()
        .map(|argument| argument.replace(SEEN, &config));
    let mut command = Command::new(env!("CARGO_BIN_EXE_falconet"));
    command
        .args(arguments)
        .arg("--print-config")
        .output()
        .unwrap()
}

#[track_caller]
fn assert_accepted(ran: &Output) {
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The values of a key of the unit.
fn values<'a>(unit: &'a str, key: &str) -> Vec<&'a str> {
    let lines = unit.lines().filter_map(|line| line.split_once('='));
    lines
        .filter(|(name, _)| *name == key)
        .map(|(_, value)| value)
        .collect()
}

#[test]
fn the_unit_runs_what_there_is() {
    let unit = text("systemd/falconet.service");
    let [start] = values(&unit, "ExecStart")[..] else {
        panic!("one command")
    };
    let words: Vec<String> = start.split(' ').skip(1).map(str::to_owned).collect();
    assert_accepted(&checked(&words, "systemd/falconet.yaml"));
    assert_eq!(values(&unit, "ExecReload"), ["/bin/kill -HUP $MAINPID"]);
}

#[test]
fn the_unit_takes_away_what_it_can() {
    let unit = text("systemd/falconet.service");
    for (key, value) in [
        ("DynamicUser", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("IPAddressDeny", "any"),
        ("RestrictNamespaces", "yes"),
        ("SystemCallArchitectures", "native"),
        ("LimitCORE", "0"),
    ] {
        assert_eq!(values(&unit, key), [value], "{key}");
    }
    let config = text("systemd/falconet.yaml");
    let written = ["StateDirectory", "LogsDirectory"].map(|key| values(&unit, key).concat());
    assert_eq!(written, ["falconet", "falconet"]);
    assert!(
        config.contains("state: /var/lib/falconet") && config.contains("path: /var/log/falconet/")
    );
}

#[test]
fn systemd_understands_the_unit() {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("falconet.service");
    let text = text("systemd/falconet.service");
    fs::write(
        &unit,
        text.replace("/usr/bin/falconet", env!("CARGO_BIN_EXE_falconet")),
    )
    .unwrap();
    let verified = Command::new("systemd-analyze")
        .args(["--man=no", "verify"])
        .arg(&unit)
        .output();
    let Ok(verified) = verified else {
        eprintln!("SKIPPED: there is no systemd-analyze");
        return;
    };
    let said = String::from_utf8_lossy(&verified.stderr);
    let ours: Vec<_> = said
        .lines()
        .filter(|line| line.contains("falconet"))
        .collect();
    assert!(ours.is_empty(), "{ours:#?}");
}

/// The names of a group of systemd, and of the groups in it.
fn group(name: &str) -> Option<BTreeSet<String>> {
    let listed = Command::new("systemd-analyze")
        .args(["syscall-filter", name])
        .output()
        .ok()?;
    let listed = String::from_utf8(listed.stdout).ok()?;
    let mut calls = BTreeSet::new();
    for line in listed.lines().skip(1).map(str::trim) {
        if line.starts_with('@') {
            calls.extend(group(line)?);
        } else if !line.starts_with('#') {
            calls.insert(line.to_owned());
        }
    }
    Some(calls)
}

fn filter(unit: &str, refused: bool) -> Option<BTreeSet<String>> {
    let lines = values(unit, "SystemCallFilter").into_iter();
    let lines = lines.filter(|line| line.starts_with('~') == refused);
    let words = lines.flat_map(|line| line.trim_start_matches('~').split(' '));
    let mut calls = BTreeSet::new();
    for word in words {
        if word.starts_with('@') {
            calls.extend(group(word)?);
        } else {
            calls.insert(word.to_owned());
        }
    }
    Some(calls)
}

#[test]
fn the_unit_allows_every_call_that_a_sidecar_allows_itself() {
    let unit = text("systemd/falconet.service");
    let (Some(allowed), Some(refused)) = (filter(&unit, false), filter(&unit, true)) else {
        eprintln!("SKIPPED: there is no systemd-analyze");
        return;
    };
    let calls = include_str!("../../src/sidecar/hardening/seccomp/calls.rs");
    let (before, behind) = calls.split_once("const DEADLY").unwrap();
    let behind = behind.split_once("];").unwrap().1;
    let names = [before, behind]
        .into_iter()
        .flat_map(|part| part.split("libc::SYS_").skip(1));
    let names = names.map(|rest| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap()
    });
    let needed: Vec<_> = names
        .chain(["landlock_restrict_self", "seccomp", "execve"])
        .collect();
    assert!(needed.len() > 80, "{needed:?}");
    for call in needed {
        assert!(allowed.contains(call) && !refused.contains(call), "{call}");
    }
}

/// The words of an instruction in its JSON form.
fn words(containerfile: &str, instruction: &str) -> Vec<String> {
    let line = containerfile
        .lines()
        .rfind(|line| line.starts_with(instruction))
        .unwrap();
    let (_, words) = line.split_once('[').unwrap();
    serde_json::from_str(&format!("[{words}")).unwrap()
}

#[test]
fn the_image_runs_what_there_is_as_nobody_in_an_empty_root() {
    let image = text("container/Containerfile");
    let instruction = |line: &&str| line.starts_with(|c: char| c.is_ascii_uppercase());
    let instructions: Vec<_> = image.lines().filter(instruction).collect();
    let known = [
        "FROM",
        "COPY",
        "RUN",
        "USER",
        "WORKDIR",
        "ENV",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    ];
    for line in &instructions {
        assert!(known.contains(&line.split(' ').next().unwrap()), "{line}");
    }
    let last = instructions
        .iter()
        .rposition(|line| line.starts_with("FROM"))
        .unwrap();
    let last: Vec<_> = instructions[last..].to_vec();
    assert_eq!(
        last[..3],
        [
            "FROM scratch",
            "COPY --from=parts /image /",
            "USER 65532:65532"
        ]
    );
    assert_eq!(words(&image, "ENTRYPOINT"), ["/usr/bin/falconet"]);
    assert_eq!(
        words(&image, "HEALTHCHECK"),
        ["/usr/bin/falconet", "top", "--once"]
    );
    assert_accepted(&checked(&words(&image, "CMD"), "container/falconet.yaml"));
    let config = text("container/falconet.yaml");
    for folder in words(&image, "VOLUME") {
        assert!(config.contains(&format!("state: {folder}\n")), "{folder}");
    }
}

#[test]
fn the_pod_runs_what_there_is_as_nobody_in_a_root_that_is_only_read() {
    let manifest = text("kubernetes/falconet.yaml");
    let parts = manifest.split("\n---\n");
    let parts: Vec<Value> = parts
        .map(|part| serde_saphyr::from_str(part).unwrap())
        .collect();
    let kinds = parts.iter().map(|part| part["kind"].as_str().unwrap());
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["ConfigMap", "StatefulSet", "NetworkPolicy"]
    );
    let pod = &parts[1]["spec"]["template"]["spec"];
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    let container = &pod["containers"][0];
    for (key, value) in [
        ("readOnlyRootFilesystem", true),
        ("allowPrivilegeEscalation", false),
    ] {
        assert_eq!(container["securityContext"][key], value, "{key}");
    }
    assert_eq!(
        container["securityContext"]["capabilities"]["drop"][0],
        "ALL"
    );
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("falconet.yaml");
    fs::write(&config, parts[0]["data"]["falconet.yaml"].as_str().unwrap()).unwrap();
    let words: Vec<String> = serde_json::from_value(container["args"].clone()).unwrap();
    assert_accepted(&checked(&words, config.to_str().unwrap()));
}
