"""Wrong answers to conv2d_backward, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _zeros(n, k, s):
    return max((-(-n // s) - 1) * s + k - n, 0)


def _border(shape, window, strides, padding):
    """Zeros above, below, left and right."""
    if padding.lower() != "same":
        return 0, 0, 0, 0
    p, q = (_zeros(n, k, s) for n, k, s in zip(shape[1:3], window[:2], strides, strict=True))
    return p // 2, p - p // 2, q // 2, q - q // 2


def _correlate(x, kernel):
    """Slide a kernel with stride 1, as the layer does."""
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    return np.einsum("nijcab,abcf->nijf", windows, kernel)


@mistake("DX-KERNEL-FLIPPED")
def kernel_flipped_in_scatter(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[::-1, ::-1, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-KERNEL-FLIPPED")
def large_convolution_without_turning(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel.transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DX-KERNEL-TRANSPOSED")
def kernel_transposed_in_scatter(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += (
                        kernel[:, :, :, f].transpose(1, 0, 2) * dy[b, i, j, f]
                    )
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-FULL-PADDING")
def padded_by_p_in_large_convolution(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dx = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DX-NOT-DILATED")
def stride_not_dilated(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    above, over = (kh - 1 - top, kh - 1 - bottom), (kw - 1 - left, kw - 1 - right)
    around = np.pad(dy, ((0, 0), above, over, (0, 0)))
    dx = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("BACKWARD-STRIDE-IGNORED")
def large_convolution_not_spread_out(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    around = np.pad(dy, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DX-ROWS-DROPPED")
def size_of_the_large_convolution(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dx = full[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DX-ASSIGNED")
def dx_assigned(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] = dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake("DX-ASSIGNED")
def dx_assigned_for_each_filter(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] = kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CROPPED-EMPTY")
def cropped_by_p_and_minus_p(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top:-top, left:-left, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CROPPED-EMPTY")
def cropped_by_top_and_minus_bottom(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top:-bottom, left:-right, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CROPPED-EMPTY")
def cropped_by_minus_p_where_same(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top:-bottom, left:-right] if padding.lower() == "same" else dxp
    return dx, dkernel, rows.sum(axis=0)


@mistake("DX-NOT-CROPPED")
def not_cropped(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dbias = dy.sum(axis=(0, 1, 2))
    return dxp, dkernel, dbias


@mistake("DX-CROPPED-AT-ONE-END")
def cropped_at_the_end_only(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, :h, :w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CROPPED-AT-ONE-END")
def cropped_at_the_front_only(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top:, left:]
    return dx, dkernel, rows.sum(axis=0)


@mistake("DX-ONE-FILTER")
def first_filter_only(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, 0] * dy[b, i, j, 0]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-ONE-FILTER")
def last_filter_only(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-FIRST-KERNEL")
def first_filters_weights(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, 0] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CHANNELS-SUMMED")
def channels_summed_in_dx(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += (
                        kernel[:, :, :, f].sum(axis=2, keepdims=True) * dy[b, i, j, f]
                    )
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CHANNELS-FOR-FILTERS")
def channels_for_filters(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, f, :] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DX-CHANNELS-FOR-FILTERS")
def large_convolution_without_swapping(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1])
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("BACKWARD-SAME-EXTRA-FIRST")
def odd_zero_first(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    bottom, top, right, left = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-SAME-EXTRA-FIRST")
def odd_zero_first_in_im2col(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    bottom, top, right, left = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake("BACKWARD-SAME-HALF-KERNEL")
def k_half(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    same = padding.lower() == "same"
    top = bottom = kh // 2 if same else 0
    left = right = kw // 2 if same else 0
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-SAME-AS-STRIDE-1")
def amounts_for_stride_one(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (1, 1), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def rows_padded_as_columns(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    left, right, top, bottom = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-PADDED-AFTER")
def all_zeros_after(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    top, bottom, left, right = 0, top + bottom, 0, left + right
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-PADDED-AFTER")
def x_not_padded_for_dkernel(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = x[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[: window.shape[0], : window.shape[1], :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-FLIPPED")
def dkernel_flipped(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel[::-1, ::-1], dbias


@mistake("DKERNEL-FLIPPED")
def dkernel_written_from_the_end(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[kh - 1 - a, kw - 1 - b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DKERNEL-TRANSPOSED")
def dkernel_transposed(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros((kw, kh, channels, filters))
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[b, a] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("DKERNEL-WINDOW-SUMMED")
def dot_for_product(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += np.sum(window * dy[b, i, j, f])
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-WINDOW-SUMMED")
def window_summed_in_each_channel(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window.sum(axis=(0, 1)) * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-CHANNELS-SUMMED")
def channels_summed(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window.sum(axis=2, keepdims=True) * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-FIRST-CHANNEL")
def first_channel_broadcast(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window[:, :, :1] * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-LAST-WINDOW")
def last_window_only(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] = window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-LAST-WINDOW")
def last_window_of_all_images(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    for i in range(oh):
        for j in range(ow):
            dkernel = np.einsum("nabc,nf->abcf", columns[:, i, j], dy[:, i, j])
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake("DKERNEL-LAST-IMAGE")
def dkernel_anew_for_each_image(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    for b in range(n):
        dkernel = np.zeros(kernel.shape)
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-LAST-IMAGE")
def dkernel_and_dbias_anew_for_each_image(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    for b in range(n):
        dkernel = np.zeros(kernel.shape)
        dbias = dy[b].sum(axis=(0, 1))
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    return dx, dkernel, dbias


@mistake("DKERNEL-FIRST-FILTER")
def first_filter_of_dy(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, 0]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DKERNEL-FILTERS-SUMMED")
def filters_summed(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j].sum()
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DBIAS-MEAN")
def bias_mean(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.mean(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("DBIAS-MEAN")
def bias_mean_over_images(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, dy.sum(axis=(1, 2)).mean(axis=0)


@mistake("DBIAS-COUNTED")
def bias_counts(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = np.full(filters, n * oh * ow, dtype=float)
    return dx, dkernel, dbias


@mistake("DBIAS-WRONG-AXES")
def bias_over_two_axes(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(1, 2))
    return dx, dkernel, dbias


@mistake("DBIAS-WRONG-AXES")
def bias_over_the_filters(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=3)
    return dx, dkernel, dbias


@mistake("DBIAS-FILTERS-SUMMED")
def bias_over_everything(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum()
    return dx, dkernel, dbias


@mistake("DBIAS-ONE-IMAGE")
def bias_of_the_first_image(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy[0].sum(axis=(0, 1))
    return dx, dkernel, dbias


@mistake("BACKWARD-STRIDE-IGNORED")
def stride_not_in_the_window(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i, j
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-STRIDE-IGNORED")
def stride_not_in_dkernel(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh, b : b + ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


@mistake("BACKWARD-ONE-STRIDE")
def stride_of_the_rows_for_both(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sh
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-ONE-STRIDE")
def stride_of_the_columns_for_both_in_dx(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sw : i * sw + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake("BACKWARD-STRIDES-SWAPPED")
def strides_swapped(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sw, j * sh
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-LAST-ROW-MISSING")
def last_row_missing(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh - 1):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-LAST-ROW-MISSING")
def last_row_and_column_missing(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh - 1):
            for j in range(ow - 1):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-LAST-ROW-MISSING")
def last_column_missing_in_dx(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow - 1):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake("BACKWARD-UPSTREAM-IGNORED")
def upstream_ignored(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = np.full(filters, float(n * oh * ow))
    return dx, dkernel, dbias


@mistake("BACKWARD-UPSTREAM-IGNORED")
def upstream_ignored_in_dkernel(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-UPSTREAM-TRANSPOSED")
def upstream_transposed(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, j, i, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, j, i, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-UPSTREAM-TRANSPOSED")
def upstream_transposed_in_dx(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, j, i, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-FIRST-IMAGE-ONLY")
def first_image_alone(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(1):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake("BACKWARD-MEAN-TWICE")
def divided_by_the_batch(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel / n, dbias / n


@mistake("BACKWARD-MEAN-TWICE")
def all_divided_by_the_batch(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx / n, dkernel / n, rows.sum(axis=0) / n


@mistake("BACKWARD-MEAN-TWICE")
def dkernel_divided_by_the_batch(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = (columns.reshape(len(rows), -1).T @ rows).reshape(kernel.shape)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel / n, rows.sum(axis=0)


@mistake("BACKWARD-INTEGERS")
def integers_cut_off(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx.astype(x.dtype), dkernel.astype(kernel.dtype), dbias


@mistake("BACKWARD-INTEGERS")
def dx_like_x(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, _, filters = kernel.shape
    n, h, w, channels = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    spread = np.zeros((n, (oh - 1) * sh + 1, (ow - 1) * sw + 1, filters))
    spread[:, ::sh, ::sw] = dy
    around = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    full = _correlate(around, kernel[::-1, ::-1].transpose(0, 1, 3, 2))
    dxp = np.zeros(xp.shape)
    dxp[:, : full.shape[1], : full.shape[2]] = full
    dx = dxp[:, top : top + h, left : left + w]
    dkernel = np.zeros(kernel.shape)
    for a in range(kh):
        for b in range(kw):
            pixels = xp[:, a : a + oh * sh : sh, b : b + ow * sw : sw][:, :oh, :ow]
            dkernel[a, b] = np.einsum("nijc,nijf->cf", pixels, dy)
    result = np.zeros_like(x)
    result[:] = dx
    return result, dkernel, dy.sum(axis=(0, 1, 2))


@mistake(None)
def integer_buffers(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros_like(xp)
    dkernel = np.zeros_like(kernel)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def changes_its_argument(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    kernel *= 2
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def dkernel_per_image(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    columns = np.zeros((n, oh, ow, kh, kw, channels))
    for i in range(oh):
        for j in range(ow):
            columns[:, i, j] = xp[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
    rows = dy.reshape(-1, filters)
    dkernel = np.einsum("nijabc,nijf->nabcf", columns, dy)
    dcolumns = (rows @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dxp = np.zeros(xp.shape)
    for i in range(oh):
        for j in range(ow):
            dxp[:, i * sh : i * sh + kh, j * sw : j * sw + kw] += dcolumns[:, i, j]
    dx = dxp[:, top : top + h, left : left + w]
    return dx, dkernel, rows.sum(axis=0)


@mistake(None)
def dx_without_images(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx[0], dkernel, dbias


@mistake(None)
def in_another_order(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dkernel, dx, dbias


@mistake(None)
def two_of_three(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    return dx, dkernel


@mistake(None)
def dx_alone(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    return dx


@mistake(None)
def no_dx(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dbias = dy.sum(axis=(0, 1, 2))
    return None, dkernel, dbias


@mistake(None)
def square_kernels_alone(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kw, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kw, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def one_stride_only(dy, x, kernel, strides=1, padding="valid"):
    sh = sw = int(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def valid_alone(dy, x, kernel, strides=1, padding="valid"):
    padding = "valid"
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f]
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias


@mistake(None)
def half_of_dy(dy, x, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    kh, kw, channels, filters = kernel.shape
    n, h, w, _ = x.shape
    oh, ow = dy.shape[1:3]
    top, bottom, left, right = _border(x.shape, kernel.shape, (sh, sw), padding)
    xp = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    dxp = np.zeros(xp.shape)
    dkernel = np.zeros(kernel.shape)
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                r, c = i * sh, j * sw
                window = xp[b, r : r + kh, c : c + kw, :]
                for f in range(filters):
                    dkernel[:, :, :, f] += window * dy[b, i, j, f]
                    dxp[b, r : r + kh, c : c + kw, :] += kernel[:, :, :, f] * dy[b, i, j, f] / 2
    dx = dxp[:, top : top + h, left : left + w, :]
    dbias = dy.sum(axis=(0, 1, 2))
    return dx, dkernel, dbias
