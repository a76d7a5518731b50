//! The ledger: what became of each body that was sent, and whether the alerts that came out agree with that.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::running::event;

/// Events of a body; the rule fires on every other one.
pub(crate) const EVENTS: u32 = 20;

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is still tried.
    Open,
    /// Answered 2xx.
    Acknowledged,
    /// Answered what a shipper drops on.
    Dropped(u16),
}

#[derive(Debug)]
struct Entry {
    begun: Instant,
    /// Tries of which nobody knows what they came to: no answer came, or one that says that something failed midway.
    uncertain: u32,
    end: End,
    /// From the first try to the acknowledgement.
    took: Duration,
}

/// What became of each body, by number.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<HashMap<u64, Entry>>);

/// What the ledger says of the alerts that came out.
#[derive(Debug, Default)]
pub(crate) struct Account {
    acknowledged: usize,
    dropped: Vec<(u64, u16)>,
    open: Vec<u64>,
    lost: Vec<String>,
    invented: Vec<String>,
    duplicates: usize,
    /// Alerts that came out more often than there were tries that nobody knows the end of.
    unexplained: Vec<String>,
    slowest: Duration,
}

/// The body of a number.
pub(crate) fn body(number: u64) -> Vec<u8> {
    let events = (0..EVENTS).map(|event| one(number, event));
    events.collect::<Vec<_>>().join("\n").into_bytes()
}

fn one(number: u64, of: u32) -> String {
    let event = event(&user(number, of));
    if fires(of) {
        return event;
    }
    event.replace("CreateUser", "DeleteUser")
}

fn user(number: u64, event: u32) -> String {
    format!("u{number}.{event}")
}

const fn fires(event: u32) -> bool {
    event.is_multiple_of(2)
}

/// Which event of which body a user stands for.
fn place(user: &str) -> Option<(u64, u32)> {
    let (number, event) = user.strip_prefix('u')?.split_once('.')?;
    Some((number.parse().ok()?, event.parse().ok()?))
}

impl Ledger {
    /// A body is sent for the first time.
    pub(crate) fn begin(&self, number: u64) {
        let entry = Entry {
            begun: Instant::now(),
            uncertain: 0,
            end: End::Open,
            took: Duration::ZERO,
        };
        assert!(self.0.lock().unwrap().insert(number, entry).is_none());
    }

    /// Nobody knows what a try came to.
    pub(crate) fn uncertain(&self, number: u64) {
        self.change(number, |entry| entry.uncertain += 1);
    }

    /// A body is acknowledged.
    pub(crate) fn acknowledge(&self, number: u64) {
        self.change(number, |entry| {
            entry.end = End::Acknowledged;
            entry.took = entry.begun.elapsed();
        });
    }

    /// A body is refused for good.
    pub(crate) fn dropped(&self, number: u64, code: u16) {
        self.change(number, |entry| entry.end = End::Dropped(code));
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut Entry)) {
        change(self.0.lock().unwrap().get_mut(&number).unwrap());
    }

    /// The numbers of all bodies.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = u64> {
        let entries = self.0.lock().unwrap();
        entries.keys().copied().collect::<Vec<_>>().into_iter()
    }

    /// Bodies that are acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        let entries = self.0.lock().unwrap();
        let acknowledged = entries.values();
        acknowledged
            .filter(|entry| entry.end == End::Acknowledged)
            .count()
    }

    /// Compares with the alerts that came out. One that is there may be there again for each time that `again` says
    /// something broke behind the acknowledgement, and each try that nobody knows the end of.
    pub(crate) fn account(&self, delivered: &[String], again: u32) -> Account {
        let entries = self.0.lock().unwrap();
        let mut times: HashMap<(u64, u32), u32> = HashMap::new();
        let mut account = Account::default();
        for user in delivered {
            match place(user)
                .filter(|(number, event)| entries.contains_key(number) && fires(*event))
            {
                Some(place) => *times.entry(place).or_default() += 1,
                None => account.invented.push(user.clone()),
            }
        }
        for (number, entry) in entries.iter() {
            account.end(*number, entry);
            for event in (0..EVENTS).filter(|event| fires(*event)) {
                let times = times.get(&(*number, event)).copied().unwrap_or_default();
                account.times(&user(*number, event), times, entry, again);
            }
        }
        account
    }
}

impl Account {
    fn end(&mut self, number: u64, entry: &Entry) {
        match entry.end {
            End::Open => self.open.push(number),
            End::Acknowledged => self.acknowledged += 1,
            End::Dropped(code) => self.dropped.push((number, code)),
        }
        self.slowest = self.slowest.max(entry.took);
    }

    fn times(&mut self, user: &str, times: u32, entry: &Entry, again: u32) {
        if times == 0 && entry.end == End::Acknowledged {
            self.lost.push(user.to_owned());
        }
        self.duplicates += times.saturating_sub(1) as usize;
        let ends = u32::from(entry.end == End::Acknowledged);
        if times > (ends + entry.uncertain) * (1 + again) {
            self.unexplained
                .push(format!("{user} {times} times: {entry:?}"));
        }
    }

    /// Whether all that was acknowledged came out.
    pub(crate) const fn has_all(&self) -> bool {
        self.lost.is_empty()
    }

    /// Every body was acknowledged, every alert of it came out, and nothing else did. Says what it came to.
    pub(crate) fn must_balance(&self, fault: &str) {
        assert!(self.lost.is_empty(), "{fault}: lost {:?}", self.lost);
        assert!(self.invented.is_empty(), "{fault}: {:?}", self.invented);
        assert!(
            self.unexplained.is_empty(),
            "{fault}: {:?}",
            self.unexplained
        );
        assert!(
            self.dropped.is_empty(),
            "{fault}: dropped {:?}",
            self.dropped
        );
        assert!(self.open.is_empty(), "{fault}: never ended {:?}", self.open);
        println!("{fault}: {self}");
    }
}

impl fmt::Display for Account {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = self.acknowledged * EVENTS as usize;
        write!(
            to,
            "{events} events in {} bodies acknowledged, none lost, none invented, {} alerts twice, slowest body {:.1} s",
            self.acknowledged,
            self.duplicates,
            self.slowest.as_secs_f64()
        )
    }
}

#[test]
fn an_account_tells_what_is_lost_invented_and_not_explained() {
    let ledger = Ledger::default();
    for number in 0..3 {
        ledger.begin(number);
        ledger.acknowledge(number);
    }
    ledger.begin(3);
    ledger.uncertain(2);
    let mut delivered: Vec<String> = (0..4)
        .flat_map(|number| (0..EVENTS).step_by(2).map(move |event| user(number, event)))
        .collect();
    delivered.retain(|user| user != "u1.4");
    delivered.extend(["u0.0", "u2.2", "u2.3", "u9.0", "no"].map(str::to_owned));
    let account = ledger.account(&delivered, 0);
    assert_eq!(account.lost, ["u1.4"]);
    assert_eq!(account.invented, ["u2.3", "u9.0", "no"]);
    assert_eq!(account.duplicates, 2);
    assert_eq!(account.open, [3]);
    // Body 0 was sent once; of body 3, no try is known to have come to anything.
    assert_eq!(account.unexplained.len(), 1 + 10, "{account:?}");
    assert_eq!(ledger.account(&delivered, 1).unexplained.len(), 10);
}

#[test]
#[should_panic(expected = "lost [\"u0.0\"")]
fn an_account_with_a_loss_does_not_balance() {
    let ledger = Ledger::default();
    ledger.begin(0);
    ledger.acknowledge(0);
    ledger.account(&[], 0).must_balance("a test");
}
