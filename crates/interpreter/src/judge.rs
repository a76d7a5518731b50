//! The C ABI: rules are loaded and batches judged.

use serde::Deserialize;
use serde_json::Value;
use wasmi::TypedFunc;

use crate::machine::{Error, Machine, Stack, index, length};

/// Flags of a batch that is a whole input.
const WHOLE_INPUT: u32 = 3;
/// Bytes in front of the alerts, and where the length of these stands in them.
const HEADER: usize = 48;
const LENGTH_AT: usize = 32;

type Asked = TypedFunc<(u32, u32), u64>;

/// A module with rules loaded.
pub struct Judge {
    machine: Machine,
    alloc: TypedFunc<u32, u32>,
    free: TypedFunc<(u32, u32), ()>,
    call: Asked,
    eval: TypedFunc<(u32, u32, u32, u32), u64>,
    handle: u32,
}

#[derive(Deserialize)]
struct Loaded {
    handle: Option<u32>,
    #[serde(default)]
    rendered: String,
    fatal: Option<Value>,
}

impl Judge {
    /// Starts a module and loads rules by a request of `docs/ABI.md`.
    pub fn load(module: &[u8], stack: Stack, request: &Value) -> Result<Self, Error> {
        let machine = Machine::start(module, stack)?;
        let load: Asked = machine.function("falconet_load")?;
        let mut judge = Self {
            alloc: machine.function("falconet_alloc")?,
            free: machine.function("falconet_free")?,
            call: machine.function("falconet_call")?,
            eval: machine.function("falconet_eval")?,
            machine,
            handle: 0,
        };
        let loaded: Loaded = serde_json::from_slice(&judge.ask(load, request)?)?;
        let refused = || {
            let fatal = loaded.fatal.map(|fatal| fatal.to_string());
            Error::Rules(loaded.rendered + &fatal.unwrap_or_default())
        };
        judge.handle = loaded.handle.ok_or_else(refused)?;
        Ok(judge)
    }

    /// The alerts of a whole input, a line each.
    pub fn judge(&mut self, input: &[u8]) -> Result<Vec<u8>, Error> {
        let lent = self.lend(input)?;
        let size = length(input.len())?;
        let parameters = (self.handle, lent, size, WHOLE_INPUT);
        let packed = self.machine.call(self.eval, parameters)?;
        let answer = self.packed(packed)?;
        let length = answer.get(LENGTH_AT..).and_then(<[u8]>::first_chunk);
        let length = length.map_or(0, |length| u64::from_le_bytes(*length));
        let end = HEADER + usize::try_from(length).unwrap_or(usize::MAX - HEADER);
        let lines = answer.get(HEADER..end).unwrap_or_default().to_vec();
        self.machine.call(self.free, (lent, size))?;
        Ok(lines)
    }

    /// Tells the time, for events that carry none: nanoseconds since 1970.
    pub fn tell_time(&mut self, now_ns: u64) -> Result<(), Error> {
        let request = serde_json::json!({"op": "clock", "now_ns": now_ns});
        self.ask(self.call, &request).map(drop)
    }

    /// What is printed behind the last alert of text.
    pub fn statistics(&mut self) -> Result<String, Error> {
        let request = serde_json::json!({"op": "statistics", "handle": self.handle});
        let answer: Value = serde_json::from_slice(&self.ask(self.call, &request)?)?;
        let text = answer.get("text").and_then(Value::as_str);
        Ok(text.unwrap_or_default().to_owned())
    }

    fn ask(&mut self, function: Asked, request: &Value) -> Result<Vec<u8>, Error> {
        let request = serde_json::to_vec(request)?;
        let lent = self.lend(&request)?;
        let size = length(request.len())?;
        let packed = self.machine.call(function, (lent, size))?;
        let answer = self.packed(packed)?.to_vec();
        self.machine.call(self.free, (lent, size))?;
        Ok(answer)
    }

    fn lend(&mut self, bytes: &[u8]) -> Result<u32, Error> {
        match self.machine.call(self.alloc, length(bytes.len())?)? {
            0 => Err(Error::Full(bytes.len())),
            address => {
                self.machine.put(address, bytes)?;
                Ok(address)
            }
        }
    }

    fn packed(&self, packed: u64) -> Result<&[u8], Error> {
        let [a, b, c, d, rest @ ..] = packed.to_le_bytes();
        let length = index(u32::from_le_bytes([a, b, c, d]));
        let address = u32::from_le_bytes(rest);
        let from = self.machine.at(address)?;
        from.get(..length).ok_or(Error::Address(index(address)))
    }
}
