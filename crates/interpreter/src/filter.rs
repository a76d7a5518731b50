//! The filter, called as Fluent Bit calls it: memory by `malloc`, one record a call, an answer that ends with a NUL.

use wasmi::TypedFunc;

use crate::machine::{Error, Machine, Stack, length};

type Judge = TypedFunc<(u32, u32, u32, u32, u32, u32), u32>;

/// A filter that was started.
pub struct Filter {
    machine: Machine,
    malloc: TypedFunc<u32, u32>,
    free: TypedFunc<u32, ()>,
    judge: Judge,
    text: Vec<u8>,
}

impl Filter {
    /// Starts the filter of a module.
    pub fn start(module: &[u8], stack: Stack) -> Result<Self, Error> {
        let machine = Machine::start(module, stack)?;
        Ok(Self {
            malloc: machine.function("malloc")?,
            free: machine.function("free")?,
            judge: machine.function("falconet_filter")?,
            machine,
            text: Vec::new(),
        })
    }

    /// What becomes of a record of this time, in seconds and nanoseconds; nothing if it is dropped.
    pub fn judge(&mut self, record: &[u8], time: (u32, u32)) -> Result<Option<Vec<u8>>, Error> {
        let tag = self.lend(b"tag")?;
        let lent = self.lend(record)?;
        let parameters = (tag, 3, time.0, time.1, lent, length(record.len())?);
        let address = self.machine.call(self.judge, parameters)?;
        let answer = self.answer(address)?;
        self.machine.call(self.free, tag)?;
        self.machine.call(self.free, lent)?;
        Ok(answer)
    }

    /// As [`Self::judge`], where Fluent Bit has no memory left for a record and passes address 0.
    pub fn judge_nothing(&mut self, announced: u32) -> Result<Option<Vec<u8>>, Error> {
        let address = self.machine.call(self.judge, (0, 3, 0, 0, 0, announced))?;
        self.answer(address)
    }

    /// Bytes of memory that the module holds.
    pub fn memory_bytes(&self) -> usize {
        self.machine.memory_bytes()
    }

    /// Puts bytes with a NUL behind them into the module's memory.
    fn lend(&mut self, bytes: &[u8]) -> Result<u32, Error> {
        self.text.clear();
        self.text.extend_from_slice(bytes);
        self.text.push(0);
        let needed = length(self.text.len())?;
        match self.machine.call(self.malloc, needed)? {
            0 => Err(Error::Full(bytes.len())),
            address => {
                self.machine.put(address, &self.text)?;
                Ok(address)
            }
        }
    }

    /// The text at an address; address 0 is read as well, as Fluent Bit does.
    fn answer(&self, address: u32) -> Result<Option<Vec<u8>>, Error> {
        let from = self.machine.at(address)?;
        let text = from.split(|&byte| byte == 0).next().unwrap_or_default();
        Ok((!text.is_empty()).then(|| text.to_vec()))
    }
}
