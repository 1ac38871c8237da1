"""Right answers to conv2d_backward, in the styles in which people write it."""

import itertools
import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _zeros(n, k, s):
    total = max((math.ceil(n / s) - 1) * s + k - n, 0)
    return total // 2, total - total // 2


def _around(shape, kernel_shape, strides, padding):
    """What np.pad takes."""
    if padding.lower() == "valid":
        return ((0, 0), (0, 0), (0, 0), (0, 0))
    rows = _zeros(shape[1], kernel_shape[0], strides[0])
    columns = _zeros(shape[2], kernel_shape[1], strides[1])
    return ((0, 0), rows, columns, (0, 0))


def scatter_window_by_window(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    top, left = around[1][0], around[2][0]
    xp = np.pad(x, around)
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    dbias = np.zeros(filters)
    for n in range(len(x)):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for f in range(filters):
                    h, w = i * sh, j * sw
                    dxp[n, h : h + kh, w : w + kw] += kernel[..., f] * dy[n, i, j, f]
                    dkernel[..., f] += xp[n, h : h + kh, w : w + kw] * dy[n, i, j, f]
                    dbias[f] += dy[n, i, j, f]
    return dxp[:, top : top + x.shape[1], left : left + x.shape[2]], dkernel, dbias


def seven_loops(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    _, height, width, _ = x.shape
    _, (top, _), (left, _), _ = _around(x.shape, kernel.shape, (sh, sw), padding)
    dx = np.zeros(x.shape)
    dkernel = np.zeros(kernel.shape)
    dbias = np.zeros(filters)
    for n, i, j, f in itertools.product(*map(range, dy.shape)):
        g = float(dy[n, i, j, f])
        dbias[f] += g
        for a in range(kh):
            for b in range(kw):
                r, q = i * sh + a - top, j * sw + b - left
                if 0 <= r < height and 0 <= q < width:
                    for c in range(channels):
                        dx[n, r, q, c] += g * kernel[a, b, c, f]
                        dkernel[a, b, c, f] += g * x[n, r, q, c]
    return dx, dkernel, dbias


def gather_pixel_by_pixel(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, _ = kernel.shape
    _, oh, ow, _ = dy.shape
    _, (top, _), (left, _), _ = _around(x.shape, kernel.shape, (sh, sw), padding)
    dx = np.zeros(x.shape)
    dkernel = np.zeros(kernel.shape)
    for r in range(x.shape[1]):
        for q in range(x.shape[2]):
            for a in range(kh):
                for b in range(kw):
                    i, rest_i = divmod(r + top - a, sh)
                    j, rest_j = divmod(q + left - b, sw)
                    if rest_i or rest_j or not (0 <= i < oh and 0 <= j < ow):
                        continue
                    dx[:, r, q] += dy[:, i, j] @ kernel[a, b].T
                    dkernel[a, b] += x[:, r, q].T @ dy[:, i, j]
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


def im2col_and_back(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    top, left = around[1][0], around[2][0]
    xp = np.pad(x, around)
    n, oh, ow, _ = dy.shape
    columns = np.empty((n, oh, ow, kh * kw * channels))
    for i in range(oh):
        for j in range(ow):
            window = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            columns[:, i, j] = window.reshape(n, -1)
    rows = dy.reshape(-1, filters)
    dkernel = columns.reshape(len(rows), -1).T @ rows
    back = (rows @ kernel.reshape(-1, filters).T).reshape(n, oh, ow, kh, kw, channels)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += back[:, i, j]
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel.reshape(kernel.shape), rows.sum(axis=0)


def place_by_place(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, around)
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    _, oh, ow, _ = dy.shape
    for a, b in np.ndindex(kernel.shape[:2]):
        rows = slice(a, a + (oh - 1) * sh + 1, sh)
        columns = slice(b, b + (ow - 1) * sw + 1, sw)
        dxp[:, rows, columns] += dy @ kernel[a, b].T
        dkernel[a, b] = np.tensordot(xp[:, rows, columns], dy, axes=([0, 1, 2], [0, 1, 2]))
    top, left = around[1][0], around[2][0]
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel, np.einsum("nijf->f", dy)


def _correlate(x, kernel):
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    return np.einsum("nijcab,abcf->nijf", windows, kernel)


def _spread(dy, strides):
    n, oh, ow, filters = dy.shape
    spread = np.zeros((n, (oh - 1) * strides[0] + 1, (ow - 1) * strides[1] + 1, filters))
    spread[:, :: strides[0], :: strides[1]] = dy
    return spread


def full_convolution_of_spread_dy(dy, x, kernel, strides=1, padding="valid"):
    steps = _pair(strides)
    kh, kw, channels, _ = kernel.shape
    around = _around(x.shape, kernel.shape, steps, padding)
    top, left = around[1][0], around[2][0]
    xp = np.pad(x, around)
    spread = _spread(dy, steps)
    full = _correlate(
        np.pad(spread, ((0, 0), (kh - 1,) * 2, (kw - 1,) * 2, (0, 0))),
        kernel[::-1, ::-1].swapaxes(2, 3),
    )
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    used = xp[:, : full.shape[1], : full.shape[2]]
    # The pixels as images, the images as channels, and dy as the kernel.
    turned = _correlate(used.transpose(3, 1, 2, 0), spread.transpose(1, 2, 0, 3))
    dkernel = turned.transpose(1, 2, 0, 3).reshape(kh, kw, channels, -1)
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel, dy.sum((0, 1, 2))


def padded_by_k_minus_1_minus_p(dy, x, kernel, strides=1, padding="valid"):
    steps = _pair(strides)
    kh, kw, _, _ = kernel.shape
    _, height, width, _ = x.shape
    _, (top, _), (left, _), _ = _around(x.shape, kernel.shape, steps, padding)
    spread = _spread(dy, steps)
    canvas = np.zeros((len(dy), height + kh - 1, width + kw - 1, dy.shape[3]))
    # Where the border was, windows reach beyond the map: those numbers are cut off by the slices.
    for i in range(spread.shape[1]):
        for j in range(spread.shape[2]):
            r, q = i + kh - 1 - top, j + kw - 1 - left
            if 0 <= r < canvas.shape[1] and 0 <= q < canvas.shape[2]:
                canvas[:, r, q] = spread[:, i, j]
    dx = _correlate(canvas, np.flip(kernel, (0, 1)).transpose(0, 1, 3, 2))
    xp = np.pad(x, _around(x.shape, kernel.shape, steps, padding))
    windows = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, :: steps[0], :: steps[1]]
    dkernel = np.einsum("nijcab,nijf->abcf", windows[:, : dy.shape[1], : dy.shape[2]], dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


def einsum_with_a_strided_view(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, _ = kernel.shape
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.ascontiguousarray(np.pad(x, around))
    n, oh, ow, _ = dy.shape
    a, b, c, d = xp.strides
    shape = (n, oh, ow, kh, kw, channels)
    windows = as_strided(xp, shape, (a, b * sh, c * sw, b, c, d), writeable=False)
    dkernel = np.einsum("nijabc,nijf->abcf", windows, dy)
    back = np.einsum("nijf,abcf->nijabc", dy, kernel)
    dxp = np.zeros(xp.shape)
    for i, j in itertools.product(range(oh), range(ow)):
        dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += back[:, i, j]
    (top, _), (left, _) = around[1:3]
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel, dy.sum(axis=0).sum(axis=0).sum(axis=0)


def add_at_with_indices(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, _ = kernel.shape
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, around)
    _, oh, ow, _ = dy.shape
    rows = (np.arange(oh)[:, None] * sh + np.arange(kh))[:, None, :, None]
    columns = (np.arange(ow)[:, None] * sw + np.arange(kw))[None, :, None, :]
    dkernel = np.einsum("nijabc,nijf->abcf", xp[:, rows, columns], dy)
    dxp = np.zeros(xp.shape)
    np.add.at(dxp, (slice(None), rows, columns), np.einsum("nijf,abcf->nijabc", dy, kernel))
    top, left = around[1][0], around[2][0]
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


def by_fft(dy, x, kernel, strides=1, padding="valid"):
    steps = _pair(strides)
    kh, kw, _, _ = kernel.shape
    around = _around(x.shape, kernel.shape, steps, padding)
    top, left = around[1][0], around[2][0]
    xp = np.pad(x, around).astype(float)
    spread = _spread(dy, steps)
    size = (xp.shape[1] + kh, xp.shape[2] + kw)
    f_dy = np.fft.rfft2(spread, size, axes=(1, 2))
    f_kernel = np.fft.rfft2(kernel.astype(float), size, axes=(0, 1))
    f_x = np.fft.rfft2(xp, size, axes=(1, 2))
    dxp = np.fft.irfft2(np.einsum("nijf,ijcf->nijc", f_dy, f_kernel), size, axes=(1, 2))
    products = np.einsum("nijc,nijf->ijcf", f_x, f_dy.conj())
    dkernel = np.fft.irfft2(products, size, axes=(0, 1))[:kh, :kw]
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


def as_one_large_matrix(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, height, width, _ = x.shape
    _, oh, ow, _ = dy.shape
    _, (top, _), (left, _), _ = _around(x.shape, kernel.shape, (sh, sw), padding)
    met = np.zeros((oh * ow, kh * kw, height * width))
    for i, j, a, b in itertools.product(range(oh), range(ow), range(kh), range(kw)):
        r, q = i * sh + a - top, j * sw + b - left
        if 0 <= r < height and 0 <= q < width:
            met[i * ow + j, a * kw + b, r * width + q] = 1
    flat_dy = dy.reshape(n, oh * ow, filters)
    flat_x = x.reshape(n, height * width, channels)
    flat_kernel = kernel.reshape(kh * kw, channels, filters)
    dx = np.einsum("nof,okp,kcf->npc", flat_dy, met, flat_kernel, optimize=True)
    dkernel = np.einsum("nof,okp,npc->kcf", flat_dy, met, flat_x, optimize=True)
    return dx.reshape(x.shape), dkernel.reshape(kernel.shape), flat_dy.sum(axis=(0, 1))


def image_by_image_with_dot(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    around = _around(x.shape, kernel.shape, (sh, sw), padding)
    top, left = around[1][0], around[2][0]
    weights = kernel.reshape(-1, filters)
    all_dx, dkernel, dbias = [], 0, 0
    for image, upstream in zip(np.pad(x, around), dy, strict=True):
        dimage = np.zeros(image.shape)
        for i, j in np.ndindex(*upstream.shape[:2]):
            part = (slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            dimage[part] += np.dot(weights, upstream[i, j]).reshape(kh, kw, channels)
            dkernel = dkernel + np.outer(image[part].ravel(), upstream[i, j])
            dbias = dbias + upstream[i, j]
        all_dx.append(dimage[top : top + x.shape[1], left : left + x.shape[2]])
    return np.stack(all_dx), dkernel.reshape(kernel.shape), dbias


def dx_by_shifting_dy(dy, x, kernel, strides=1, padding="valid"):
    steps = _pair(strides)
    kh, kw, _, _ = kernel.shape
    around = _around(x.shape, kernel.shape, steps, padding)
    (top, _), (left, _) = around[1:3]
    xp = np.pad(x, around)
    canvas = np.zeros((*xp.shape[:3], dy.shape[3]))
    canvas[:, : (dy.shape[1] - 1) * steps[0] + 1 : steps[0]][
        :, :, : (dy.shape[2] - 1) * steps[1] + 1 : steps[1]
    ] = dy
    shifted = {(a, b): np.roll(canvas, (a, b), axis=(1, 2)) for a in range(kh) for b in range(kw)}
    dxp = sum(shifted[a, b] @ kernel[a, b].T for a, b in shifted)
    dkernel = np.array(
        [
            [np.tensordot(xp, shifted[a, b], ([0, 1, 2], [0, 1, 2])) for b in range(kw)]
            for a in range(kh)
        ]
    )
    dx = dxp[:, top : top + x.shape[1], left : left + x.shape[2]]
    return [dx, dkernel, dy.sum(axis=(0, 1, 2))]


def in_float32(dy, x, kernel, strides=1, padding="valid"):
    dy, x, kernel = (np.asarray(one, dtype=np.float32) for one in (dy, x, kernel))
    dx, dkernel, dbias = place_by_place(dy, x, kernel, strides, padding)
    return dx.astype(np.float32), dkernel.astype(np.float32), dbias
