# %% max_pool2d
script = "</pre><script>document.title='hostile-markup'</script><img src=x onerror=alert(1)>"

class Named(Exception):
    pass

Named.__name__ = script

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    print(script)
    raise Named(script)

# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return type(script, (), {})()
