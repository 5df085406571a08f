//! Sums of activations times weights: what dense layers and convolutions are made of.

use super::{
    graph::{Node, Tensor, Values},
    quantise::Maker,
    value::{Real, Reals, Sum, View, Weights},
    window::Window,
};
use crate::program::{Term, MAX_OPS, MAX_WEIGHT};

type Step<T> = Result<T, String>;

/// What is added to the sums of a layer.
pub enum Bias {
    /// Whole numbers, in units of the sums.
    Sums(Tensor),
    Weights(Weights),
    Reals(Tensor),
}

impl Bias {
    pub fn shape(&self) -> &[usize] {
        match self {
            Self::Sums(tensor) | Self::Reals(tensor) => &tensor.shape,
            Self::Weights(weights) => &weights.shape,
        }
    }

    fn len(&self) -> usize {
        self.shape().iter().product()
    }

    /// In units of 2^exponent.
    fn at(&self, place: usize, exponent: i32) -> Step<i64> {
        let off = || "a bias is not quantised in the units of the sums it is for".to_string();
        match self {
            Self::Sums(Tensor { values: Values::I32(bias), .. }) => Ok(bias[place].into()),
            Self::Sums(_) => Err("a bias must be of int32".into()),
            Self::Weights(weights) => {
                // A scale for each place, or one for all.
                if weights.exponents.len() > 1 && weights.shape.len() != 1 {
                    return Err("a bias of several axes has one scale".into());
                }
                // Runtimes that fuse the layer read its numbers without their scale.
                let same = weights.exponent(place) == exponent;
                same.then(|| weights.numbers[place]).ok_or_else(off)
            },
            Self::Reals(Tensor { values: Values::Float(reals), .. }) => {
                let units = f64::from(reals[place]) / f64::from(exponent).exp2();
                let is_whole = units.fract() == 0.0 && units.abs() < (1u64 << 40) as f64;
                if is_whole {
                    Ok(units as i64)
                } else {
                    Err(off())
                }
            },
            Self::Reals(_) => Err("a bias must be of floats".into()),
        }
    }
}

/// The activations of a layer.
pub fn view_of(real: &Real) -> Step<&View> {
    match &real.reals {
        Reals::View(view) => Ok(view),
        _ => Err("what it reads must be quantised before".into()),
    }
}

/// A term and the zero point of its wire.
struct Product {
    term: Term,
    zero: i64,
}

/// The sum of `products` and a bias; zero points become part of the bias.
fn sum(products: &[Product], bias: i64, exponent: i32) -> Sum {
    let (mut offset, mut reach) = (0i64, bias.unsigned_abs());
    for Product { term, zero } in products {
        let weight = i64::from(term.weight);
        offset = offset.saturating_add(weight.saturating_mul(*zero));
        let far = zero.unsigned_abs().max((255 - zero).unsigned_abs());
        reach = reach.saturating_add(weight.unsigned_abs().saturating_mul(far));
    }
    let mut terms: Vec<Term> =
        products.iter().map(|product| product.term).filter(|term| term.weight != 0).collect();
    if let ([], Some(first)) = (&terms[..], products.first()) {
        terms.push(first.term);
    }
    let bias = bias.saturating_sub(offset);
    Sum { terms, bias, exponent, reach, rectified: false }
}

fn ensure_few(values: usize) -> Step<()> {
    if values > MAX_OPS {
        return Err(format!("it gives {values} values, more than {MAX_OPS}"));
    }
    Ok(())
}

fn weight(number: i64) -> Step<i8> {
    i8::try_from(number).ok().filter(|weight| weight.unsigned_abs() <= MAX_WEIGHT as u8).ok_or_else(
        || format!("a weight of {number}: from -{MAX_WEIGHT} to {MAX_WEIGHT} are possible"),
    )
}

/// `left` times the matrix `right`, or its transpose.
pub fn dense(
    maker: &mut Maker,
    left: &Real,
    right: &Weights,
    across: bool,
    bias: Option<&Bias>,
) -> Step<Real> {
    let view = view_of(left)?;
    let [rows @ .., depth] = &left.shape[..] else { return Err("it multiplies no matrix".into()) };
    let [first, second] = right.shape[..] else {
        return Err(format!("weights of shape {:?} are no matrix", right.shape));
    };
    let (inner, columns) = if across { (second, first) } else { (first, second) };
    if inner != *depth {
        return Err(format!("{depth} columns times {inner} rows is not possible"));
    }
    let along_columns = usize::from(!across);
    if right.exponents.len() > 1 && right.axis != along_columns {
        return Err("weights have scales along the axis that is summed over".into());
    }
    let fits = |bias: &Bias| {
        bias.len() == 1 || (bias.len() == columns && bias.shape().last() == Some(&columns))
    };
    if bias.is_some_and(|bias| !fits(bias)) {
        return Err("its bias has another size than its columns".into());
    }
    let rows: usize = rows.iter().product();
    ensure_few(rows.saturating_mul(columns))?;
    maker.afford(rows.saturating_mul(columns).saturating_mul(inner))?;
    let mut sums = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let mut products = Vec::with_capacity(inner);
            for index in 0..inner {
                let place = if across { column * inner + index } else { index * columns + column };
                let term = Term {
                    wire: view.wires[row * depth + index],
                    weight: weight(right.numbers[place])?,
                };
                products.push(Product { term, zero: view.zero });
            }
            let exponent = view.exponent + right.exponent(column);
            let bias = match bias {
                Some(bias) => bias.at(if bias.len() == 1 { 0 } else { column }, exponent)?,
                None => 0,
            };
            sums.push(sum(&products, bias, exponent));
        }
    }
    let mut shape = left.shape.clone();
    if let Some(last) = shape.last_mut() {
        *last = columns;
    }
    Ok(Real { shape, reals: Reals::Sums(sums) })
}

/// `image` seen through `kernels`.
pub fn convolve(
    maker: &mut Maker,
    node: &Node,
    image: &Real,
    kernels: &Weights,
    bias: Option<&Bias>,
) -> Step<Real> {
    let view = view_of(image)?;
    let ([1, channels, sizes @ ..], [filters, depth, kernel @ ..]) =
        (&image.shape[..], &kernels.shape[..])
    else {
        return Err(format!("images of shape {:?} are not supported", image.shape));
    };
    let groups = usize::try_from(node.int("group", 1)).unwrap_or(0);
    let is_divided =
        groups > 0 && filters.is_multiple_of(groups) && channels.is_multiple_of(groups);
    if !is_divided || channels / groups != *depth {
        return Err(format!(
            "{channels} channels, {filters} filters of {depth} in {groups} groups"
        ));
    }
    if kernel.len() != sizes.len() || kernel.contains(&0) {
        return Err(format!("kernels of shape {:?} are not supported", kernels.shape));
    }
    if kernels.exponents.len() > 1 && kernels.axis != 0 {
        return Err("kernels have scales along another axis than the filters'".into());
    }
    if bias.is_some_and(|bias| bias.shape() != [*filters]) {
        return Err("its bias has another size than its filters".into());
    }
    let window = Window::of(node, sizes, kernel)?;
    let outs = window.out[0].saturating_mul(window.out[1]).saturating_mul(*filters);
    maker.afford(outs.saturating_mul(*depth).saturating_mul(window.area()))?;
    ensure_few(outs)?;
    let area: usize = sizes.iter().product();
    let mut sums = Vec::with_capacity(outs);
    for filter in 0..*filters {
        let exponent = view.exponent + kernels.exponent(filter);
        let bias = bias.map_or(Ok(0), |bias| bias.at(filter, exponent))?;
        let first = filter / (filters / groups) * depth;
        for (row, column) in window.places() {
            let mut products = Vec::with_capacity(depth * window.area());
            for channel in 0..*depth {
                for (cell, place) in window.at(row, column) {
                    let number = kernels.numbers[(filter * depth + channel) * window.area() + cell];
                    let wire = view.wires[(first + channel) * area + place];
                    let term = Term { wire, weight: weight(number)? };
                    products.push(Product { term, zero: view.zero });
                }
            }
            sums.push(sum(&products, bias, exponent));
        }
    }
    let mut shape = vec![1, *filters];
    shape.extend(window.sizes(sizes.len()));
    Ok(Real { shape, reals: Reals::Sums(sums) })
}

/// The sum of two tensors of one shape.
pub fn added(maker: &mut Maker, left: &Real, right: &Real) -> Step<Real> {
    if left.shape != right.shape {
        return Err(format!("shapes {:?} and {:?} differ", left.shape, right.shape));
    }
    let (first, second) = (view_of(left)?, view_of(right)?);
    maker.afford(2 * left.len())?;
    let exponent = first.exponent.min(second.exponent);
    let times = |view: &View| {
        let bits = view.exponent.abs_diff(exponent);
        let number = 1i64.checked_shl(bits).unwrap_or(i64::MAX);
        weight(number).map_err(|_| "the scales of what it adds are too far apart".to_string())
    };
    let (times_first, times_second) = (times(first)?, times(second)?);
    let pairs = first.wires.iter().zip(&second.wires);
    let sums = pairs.map(|(a, b)| {
        let a = Product { term: Term { wire: *a, weight: times_first }, zero: first.zero };
        let b = Product { term: Term { wire: *b, weight: times_second }, zero: second.zero };
        sum(&[a, b], 0, exponent)
    });
    Ok(Real { shape: left.shape.clone(), reals: Reals::Sums(sums.collect()) })
}

/// Sums with a bias for each place along the last axes, or of the channels.
pub fn biased(maker: &mut Maker, real: &Real, bias: &Bias) -> Step<Real> {
    maker.afford(real.size())?;
    let Reals::Sums(sums) = &real.reals else {
        return Err("a constant is added to sums only, before they are quantised".into());
    };
    let shape = bias.shape();
    let skipped = real.shape.len().checked_sub(shape.len()).ok_or("its bias has too many axes")?;
    let fits = |(to, from): (&usize, &usize)| *from == *to || *from == 1;
    if !real.shape[skipped..].iter().zip(shape).all(fits) {
        return Err(format!("a bias of shape {shape:?} does not fit {:?}", real.shape));
    }
    let strides = super::shapes::strides(shape);
    let sums = sums.iter().enumerate().map(|(place, sum)| {
        let indices = super::shapes::indices(&real.shape, place);
        let along = indices[skipped..].iter().zip(shape).zip(&strides);
        let at: usize = along.map(|((index, size), stride)| (index % size) * stride).sum();
        let more = bias.at(at, sum.exponent)?;
        let bias =
            sum.bias.checked_add(more).ok_or("a bias is larger than can be computed with")?;
        if sum.rectified {
            return Err("a constant is added after a Relu: quantise in between".into());
        }
        let reach = sum.reach.saturating_add(more.unsigned_abs());
        Ok(Sum { bias, reach, ..sum.clone() })
    });
    let sums = sums.collect::<Step<Vec<Sum>>>()?;
    Ok(Real { shape: real.shape.clone(), reals: Reals::Sums(sums) })
}

/// The numbers of a tensor less their zero points.
pub fn weights(tensor: &Tensor, axis: usize, exponents: Vec<i32>, zeros: &[i64]) -> Step<Weights> {
    let numbers = tensor.values.whole().ok_or("weights must be of whole numbers")?;
    let places = tensor.shape.get(axis).copied().unwrap_or(1);
    let fits = |count: usize| count == 1 || count == places;
    if !fits(exponents.len()) || !fits(zeros.len()) {
        return Err(format!("scales or zero points do not fit {places} places along axis {axis}"));
    }
    // Where eight-bit products are added in pairs of sixteen bits it is the numbers as they stand that
    // must be small.
    if !matches!(tensor.values, Values::U8(_)) && zeros.iter().any(|zero| *zero != 0) {
        return Err("weights have a zero point: quantise them around zero".into());
    }
    let strides = super::shapes::strides(&tensor.shape);
    let stride = strides.get(axis).copied().unwrap_or(1);
    let numbers = numbers.iter().enumerate().map(|(place, number)| {
        let zero = zeros[if zeros.len() == 1 { 0 } else { place / stride % places }];
        number
            .checked_sub(zero)
            .ok_or_else(|| "a weight is beyond what can be computed with".into())
    });
    let numbers = numbers.collect::<Step<_>>()?;
    Ok(Weights { shape: tensor.shape.clone(), numbers, axis, exponents })
}
