//! The sidecar against a scan: the same events through HTTP, and how long an answer takes.

mod client;
mod server;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::report::{Aim, Findings, Table, Unit};
use super::statistics::Spread;
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::files;
use crate::shell;
use client::Client;
use server::Server;

/// How often the file of events is judged in a round, so that the start of a process hardly counts.
const TIMES: usize = 4;
/// Bytes of a body at most.
const BATCH: usize = 1 << 20;
/// Connections with bodies: one is sent while another is judged.
const SENDERS: usize = 2;
/// Connections with single events, where as many are sent as are answered.
const CLIENTS: usize = 8;
/// How long single events are sent.
const WHILE: Duration = Duration::from_secs(4);
/// The share of what is answered at most at which latencies are taken.
const LOAD: f64 = 0.2;

/// Ways to keep alerts: what they are called, and the output of the configuration.
const OUTPUTS: [(&str, &str); 3] = [
    (
        "required, fsync",
        "{type: file, path: alerts.jsonl, required: true}",
    ),
    (
        "required, fast",
        "{type: file, path: alerts.jsonl, required: true, durability: fast}",
    ),
    ("not required", "{type: file, path: alerts.jsonl}"),
];

/// Runs the scan and a sidecar for each output in turn, then single events through each.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let path = task.events()?;
    let events = fs::read(path).map_err(Error::file("read", path))?;
    let bodies = bodies(&events);
    let mut findings = Findings::default();
    let mut ratios = vec![Vec::new(); OUTPUTS.len()];
    for round in 0..=task.options.rounds {
        let scan = scan(task)?;
        for ((_, output), ratios) in OUTPUTS.iter().zip(&mut ratios) {
            let ratio = scan / through_http(task, output, &bodies)?;
            ratios.extend((round > 0).then_some(ratio));
        }
    }
    for (at, ((name, _), ratios)) in OUTPUTS.iter().zip(ratios).enumerate() {
        let aim = (at == 0).then_some(Aim::AtLeast(0.7));
        let name = format!("bodies of 1 MiB, {name}, over a scan");
        findings.measure(name, Unit::Ratio, aim, Spread::of(ratios.into_iter()));
    }
    single_events(task, &events, &mut findings)?;
    Ok(findings)
}

/// Seconds of a scan on one thread.
fn scan(task: &Task) -> Result<f64, Error> {
    let mut command = task.scan(&task.workspace.path(SHIPPED));
    command.args(vec![task.events()?; TIMES]);
    run(command.stdout(Stdio::null()))
}

fn run(command: &mut Command) -> Result<f64, Error> {
    let since = Instant::now();
    let status = command.status().map_err(|source| Error::Start {
        line: shell::line_of(command),
        source,
    })?;
    if status.success() {
        Ok(since.elapsed().as_secs_f64())
    } else {
        Err(Error::Failed)
    }
}

/// Whole lines, as many as fit.
fn bodies(events: &[u8]) -> Vec<&[u8]> {
    let (mut bodies, mut rest) = (Vec::new(), events);
    while !rest.is_empty() {
        let end = rest.get(..BATCH).map_or(rest.len(), last_line_end);
        let (body, behind) = rest.split_at(end);
        bodies.push(body);
        rest = behind;
    }
    bodies
}

fn last_line_end(bytes: &[u8]) -> usize {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    end.map_or(bytes.len(), |end| end + 1)
}

/// Seconds until a sidecar that judges on one thread has answered all bodies.
fn through_http(task: &Task, output: &str, bodies: &[&[u8]]) -> Result<f64, Error> {
    let server = start(task, output)?;
    let since = Instant::now();
    let send = |first: usize| {
        let mut client = Client::connect(server.address())?;
        let all = std::iter::repeat_n(bodies, TIMES).flatten();
        all.skip(first)
            .step_by(SENDERS)
            .try_for_each(|body| client.post(body))
    };
    thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|at| scope.spawn(move || send(at)))
            .collect();
        senders.into_iter().try_for_each(ended)
    })?;
    Ok(since.elapsed().as_secs_f64())
}

fn ended<T>(thread: thread::ScopedJoinHandle<'_, Result<T, Error>>) -> Result<T, Error> {
    thread.join().unwrap_or(Err(Error::Failed))
}

fn start(task: &Task, output: &str) -> Result<Server, Error> {
    let folder = task.workspace.scratch("bench-http");
    files::empty_folder(&folder)?;
    let rules = task.workspace.path(SHIPPED);
    let config = format!(
        "rules: ['{}']\ninputs: [{{type: http, listen: '127.0.0.1:0'}}]\noutputs: [{output}]\nstate: state/\nlimits: {{threads: 1}}\n",
        rules.display()
    );
    files::write(&folder.join("falconet.yaml"), config.as_bytes())?;
    let mut command = task.workspace.command("dist/falconet");
    command
        .args(["run", "--log-format", "json"])
        .current_dir(&folder);
    Server::start(&mut command)
}

/// How many requests of one event are answered, and how long each takes when there are fewer.
fn single_events(task: &Task, events: &[u8], findings: &mut Findings) -> Result<(), Error> {
    let lines: Vec<_> = events.split(|byte| *byte == b'\n').take(1000).collect();
    let mut table = Table::new(&[
        "alerts",
        "requests of one event a second, at most",
        "median at 20 %",
        "p99",
    ]);
    for (at, (name, output)) in OUTPUTS.iter().enumerate() {
        let server = start(task, output)?;
        let most = at_most(&server, &lines)?;
        let mut times = at_pace(&server, &lines, most * LOAD)?;
        times.sort_by(f64::total_cmp);
        let quantile = |of: usize| {
            times
                .get(times.len() * of / 100)
                .copied()
                .unwrap_or(f64::NAN)
        };
        let show = |milliseconds: f64| format!("{milliseconds:.2} ms");
        table.row([
            (*name).to_owned(),
            format!("{most:.0}"),
            show(quantile(50)),
            show(quantile(99)),
        ]);
        let aim = (at == 0).then_some(Aim::AtMost(5.0));
        let name = format!("p99 of a request of one event at 20 % load, {name}");
        findings.measure(
            name,
            Unit::Milliseconds,
            aim,
            Some(Spread::once(quantile(99))),
        );
    }
    findings.tables.push(table);
    Ok(())
}

/// Requests a second, when each client sends as soon as it is answered.
fn at_most(server: &Server, lines: &[&[u8]]) -> Result<f64, Error> {
    let send = || {
        let (since, mut count) = (Instant::now(), 0_u32);
        let mut client = Client::connect(server.address())?;
        for line in lines.iter().cycle().take_while(|_| since.elapsed() < WHILE) {
            client.post(line)?;
            count += 1;
        }
        Ok(count)
    };
    let counts = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(send)).collect();
        clients
            .into_iter()
            .map(ended)
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(f64::from(counts.into_iter().sum::<u32>()) / WHILE.as_secs_f64())
}

/// Milliseconds from when each request was due to its answer, at so many a second over one connection.
fn at_pace(server: &Server, lines: &[&[u8]], pace: f64) -> Result<Vec<f64>, Error> {
    let mut client = Client::connect(server.address())?;
    let (since, mut times) = (Instant::now(), Vec::new());
    for (number, line) in (0_u32..).zip(lines.iter().cycle()) {
        let due = Duration::from_secs_f64(f64::from(number) / pace);
        if due > WHILE {
            break;
        }
        thread::sleep(due.saturating_sub(since.elapsed()));
        client.post(line)?;
        times.push(since.elapsed().saturating_sub(due).as_secs_f64() * 1e3);
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_whole_lines_and_all_of_them() {
        let line = [&[b'x'; 1000][..], b"\n"].concat();
        let mut events = line.repeat(3000);
        events.extend(b"no newline at the end");
        let bodies = bodies(&events);
        assert_eq!(bodies.concat(), events);
        assert_eq!(bodies.len(), 3);
        assert!(
            bodies
                .iter()
                .take(2)
                .all(|body| body.len() <= BATCH && body.ends_with(b"\n"))
        );
    }
}
