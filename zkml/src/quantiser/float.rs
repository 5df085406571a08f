//! Runs the layers of a float model, to see what flows between them.

use super::net::{Floats, Layer};
use crate::{
    onnx::{
        graph::{shape, Node},
        shapes::rearranged,
        window::Window,
    },
    program::MAX_TERMS,
};

impl Layer {
    /// What it gives for what it reads.
    pub fn run(&self, reads: &[&Floats]) -> Result<Floats, String> {
        let first = reads.first().ok_or("it reads nothing")?;
        let map = |f: &dyn Fn(f32) -> f32| Floats {
            shape: first.shape.clone(),
            values: first.values.iter().map(|real| f(*real)).collect(),
        };
        match self {
            Self::Dense { weights, bias } => dense(first, weights, bias),
            Self::Conv { node, kernels, bias } => convolve(node, first, kernels, bias),
            Self::Relu => Ok(map(&|real| real.max(0.0))),
            Self::Function(function) => Ok(map(&|real| function.of(real))),
            Self::MaxPool(node) => max_pool(node, first),
            Self::Move(node, list) => {
                let (shape, places) = rearranged(node, &first.shape, list.clone())?;
                let values = places.iter().map(|place| first.values[*place]).collect();
                Ok(Floats { shape, values })
            },
            Self::Add => {
                let second = reads.get(1).filter(|second| second.shape == first.shape);
                let second = second.ok_or("what it adds differs in shape")?;
                let pairs = first.values.iter().zip(&second.values);
                Ok(Floats {
                    shape: first.shape.clone(),
                    values: pairs.map(|(a, b)| a + b).collect(),
                })
            },
        }
    }
}

/// As much as a program may have.
fn ensure_affordable(multiplications: usize) -> Result<(), String> {
    if multiplications > MAX_TERMS {
        return Err(format!("more than {MAX_TERMS} multiplications in a layer"));
    }
    Ok(())
}

fn dense(from: &Floats, weights: &Floats, bias: &[f32]) -> Result<Floats, String> {
    let inputs = weights.shape[0];
    if from.shape.last() != Some(&inputs) {
        return Err(format!("shape {:?} does not fit {inputs} inputs", from.shape));
    }
    ensure_affordable(from.values.len().saturating_mul(bias.len()))?;
    let mut values = Vec::new();
    for row in from.values.chunks_exact(inputs) {
        let mut sums = bias.to_vec();
        for (input, weights) in row.iter().zip(weights.values.chunks_exact(bias.len())) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += input * weight;
            }
        }
        values.extend(sums);
    }
    let mut shape = from.shape.clone();
    if let Some(last) = shape.last_mut() {
        *last = bias.len();
    }
    Ok(Floats { shape, values })
}

fn convolve(node: &Node, from: &Floats, kernels: &Floats, bias: &[f32]) -> Result<Floats, String> {
    let ([1, channels, sizes @ ..], [filters, depth, kernel @ ..]) =
        (&from.shape[..], &kernels.shape[..])
    else {
        return Err(format!("an image of shape {:?} is not supported", from.shape));
    };
    let groups = usize::try_from(node.int("group", 1)).unwrap_or(0);
    if groups == 0
        || !filters.is_multiple_of(groups)
        || channels / groups != *depth
        || bias.len() != *filters
    {
        return Err(format!("{channels} channels do not fit {filters} filters of {depth}"));
    }
    let window = Window::of(node, sizes, kernel)?;
    let outs = window.out[0].saturating_mul(window.out[1]).saturating_mul(*filters);
    ensure_affordable(outs.saturating_mul(*depth).saturating_mul(window.area()))?;
    let area: usize = sizes.iter().product();
    let mut values = Vec::new();
    for (filter, bias) in bias.iter().enumerate() {
        let first = filter / (filters / groups) * depth;
        for (row, column) in window.places() {
            let mut sum = *bias;
            for channel in 0..*depth {
                let kernel = (filter * depth + channel) * window.area();
                for (cell, place) in window.at(row, column) {
                    let weight = kernels.values[kernel + cell];
                    sum += weight * from.values[(first + channel) * area + place];
                }
            }
            values.push(sum);
        }
    }
    let shape = [&[1, *filters], window.sizes(sizes.len())].concat();
    Ok(Floats { shape, values })
}

fn max_pool(node: &Node, from: &Floats) -> Result<Floats, String> {
    let [1, channels, sizes @ ..] = &from.shape[..] else {
        return Err(format!("an image of shape {:?} is not supported", from.shape));
    };
    let kernel = shape(&node.ints("kernel_shape")).ok_or("its kernel_shape is not possible")?;
    let window = Window::of(node, sizes, &kernel)?;
    let outs = window.out[0].saturating_mul(window.out[1]).saturating_mul(*channels);
    ensure_affordable(outs.saturating_mul(window.area()))?;
    let area: usize = sizes.iter().product();
    let mut values = Vec::new();
    for channel in 0..*channels {
        for (row, column) in window.places() {
            let reads =
                window.at(row, column).map(|(_, place)| from.values[channel * area + place]);
            values.push(reads.fold(f32::NEG_INFINITY, f32::max));
        }
    }
    let shape = [&[1, *channels], window.sizes(sizes.len())].concat();
    Ok(Floats { shape, values })
}
