//! Operators that move bytes or choose among them: what they read need not be seen as reals.

use super::{
    graph::{shape, Node},
    linear::view_of,
    nodes::{view, Importer, Step},
    quantise::Quantum,
    shapes::{axis, rearranged},
    value::{Bytes, Real, Reals, Value, View},
    window::Window,
};
use crate::program::{Op, Wire};

impl Importer {
    /// Bytes that an operator only moves or compares.
    fn movable(&self, node: &Node) -> Step<Real> {
        match self.value(node, 0)? {
            Value::Bytes(bytes) => Ok(view(bytes, Quantum { exponent: 0, zero: 0, signed: false })),
            _ => self.real(node, 0).cloned(),
        }
    }

    /// What became of [`movable`](Self::movable) bytes.
    fn moved(&self, node: &Node, real: Real) -> Step<Value> {
        let Value::Bytes(Bytes { signed, .. }) = self.value(node, 0)? else {
            return Ok(Value::Real(real));
        };
        let Reals::View(View { wires, .. }) = real.reals else {
            return Err("bytes became something else".into());
        };
        Ok(Value::Bytes(Bytes { shape: real.shape, wires, signed: *signed }))
    }

    pub(super) fn max_pool(&mut self, node: &Node) -> Step<Value> {
        let real = self.movable(node)?;
        let from = view_of(&real)?;
        let [1, channels, image @ ..] = &real.shape[..] else {
            return Err(format!("an image of shape {:?} is not supported", real.shape));
        };
        let kernel = node.attributes.get("kernel_shape").ok_or("its kernel_shape is missing")?;
        let kernel = shape(&kernel.ints).filter(|kernel| kernel.iter().all(|size| *size > 0));
        let window = Window::of(node, image, &kernel.ok_or("its kernel_shape is not possible")?)?;
        self.maker.afford(channels * window.out[0] * window.out[1] * window.area())?;
        let area: usize = image.iter().product();
        let mut wires = Vec::new();
        for channel in 0..*channels {
            for (row, column) in window.places() {
                let at = |(_, place)| from.wires[channel * area + place];
                let of: Vec<Wire> = window.at(row, column).map(at).collect();
                wires.push(self.maker.push(Op::Max { of })?);
            }
        }
        let mut shape = vec![1, *channels];
        shape.extend(window.sizes(image.len()));
        self.moved(node, Real { shape, reals: Reals::View(View { wires, ..*from }) })
    }

    pub(super) fn rearrange(&mut self, node: &Node) -> Step<Value> {
        let list = match self.has(node, 1) {
            true => Some(self.constant(node, 1)?.values.whole().ok_or("its shape is no list")?),
            false => None,
        };
        let real = self.movable(node)?;
        self.maker.afford(real.size())?;
        let (to, places) = rearranged(node, &real.shape, list)?;
        self.moved(node, real.rearranged(to, &places))
    }

    pub(super) fn arg_max(&mut self, node: &Node) -> Step<Value> {
        let real = self.movable(node)?;
        let from = view_of(&real)?;
        if node.int("select_last_index", 0) != 0 {
            return Err("the last of equals is not supported, the first is".into());
        }
        let axis = axis(node.int("axis", 0), real.shape.len()).ok_or("its axis is not there")?;
        let (outer, along) = (&real.shape[..axis], real.shape[axis]);
        let inner: usize = real.shape[axis + 1..].iter().product();
        let mut wires = Vec::new();
        for place in 0..outer.iter().product::<usize>() * inner {
            let first = place / inner * along * inner + place % inner;
            let of: Vec<Wire> = (0..along).map(|at| from.wires[first + at * inner]).collect();
            self.maker.afford(of.len())?;
            wires.push(self.maker.push(Op::ArgMax { of })?);
        }
        let mut to = real.shape.clone();
        match node.int("keepdims", 1) {
            0 => drop(to.remove(axis)),
            _ => to[axis] = 1,
        }
        Ok(Value::Places(Bytes { shape: to, wires, signed: false }))
    }
}
